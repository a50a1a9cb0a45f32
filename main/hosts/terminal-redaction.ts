import type { RedactionMark, RedactionState } from '../../casework/contract/redaction.ts'
import { unsearched } from '../../casework/rules/redacting.ts'
import { counted } from '../../casework/rules/words.ts'
import type { Outcome } from './terminal-commands.ts'
import { type TerminalDesk, withCase } from './terminal-desk.ts'
import { named } from './terminal-text.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>

const standing: Readonly<Record<RedactionState, string>> = {
  none: 'no boxes',
  marked: 'not burned',
  behind: 'changed since it was burned',
  burned: 'burned',
}
const placeOf = ({ box: { left, top, right, bottom } }: RedactionMark) =>
  `${left},${top},${right - left},${bottom - top}`
const listOf = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** The one exhibit a command names, opened with its case. */
const withExhibit = (
  desk: TerminalDesk,
  line: Line,
  readOnly: boolean,
  work: (at: { caseId: string; exhibit: string; ref: string }) => Promise<Outcome>,
) =>
  withCase(desk, line, { readOnly }, async (caseId) => {
    const ref = line.places[1]!.toLocaleUpperCase('en')
    const [exhibit] = await named(desk, caseId, [ref])
    return work({ caseId, exhibit: exhibit!, ref })
  })

const reasons: Command = async ({ client, options }) => {
  const list = await client.call('redaction.reasons', {}, options)
  return {
    json: list,
    rows: [
      ['Code', 'Reason', 'What it is'],
      ...list.reasons.map(({ code, name, about, asks }) => [
        code,
        name,
        asks === '' ? about : `${about}. Needs a note: ${asks}`,
      ]),
      [`${list.source}. Since ${list.effectiveFrom}; ${list.verified}.`],
    ],
  }
}

const list: Command = (desk, line) =>
  withCase(desk, line, { readOnly: true }, async (caseId) => {
    const { client, options } = desk
    const { items } = await client.call('redaction.list', { caseId }, options)
    const wanted = line.text('exhibit')?.toLocaleUpperCase('en')
    if (wanted === undefined)
      return {
        json: { items },
        rows: [
          ['Reference', 'Title', 'Boxes', 'Unchecked', ''],
          ...items.map(({ ref, title, boxes, unchecked, state }) => [
            ref,
            title,
            String(boxes),
            String(unchecked),
            standing[state],
          ]),
        ],
      }
    const [exhibit] = await named(desk, caseId, [wanted])
    const of = await client.call('redaction.of', { caseId, exhibit: exhibit! }, options)
    return {
      json: of,
      rows: [
        ['', 'Page', 'Left,top,width,height', 'Reason', 'Note', 'By', 'Checked by'],
        ...of.marks.map((mark, at) => [
          String(at + 1),
          String(mark.page),
          placeOf(mark),
          mark.reason,
          mark.note,
          mark.by,
          mark.checkedBy,
        ]),
        ...of.removed.map(({ mark, by }) => [
          '',
          String(mark.page),
          placeOf(mark),
          mark.reason,
          mark.note,
          mark.by,
          `removed by ${by}`,
        ]),
        [`${counted(of.marks.length, 'box', 'boxes')}: ${standing[of.state]}.`],
      ],
    }
  })

const mark: Command = (desk, line) => {
  const page = Number(line.text('page'))
  if (!Number.isInteger(page) || page < 1) throw new WrongUsage('--page takes the number of a page, from 1.')
  const sides = listOf(line.text('box')).map(Number)
  if (sides.length !== 4 || sides.some((side) => !Number.isFinite(side) || side < 0))
    throw new WrongUsage(
      '--box takes left,top,width,height in points from the top left corner of the page as it is seen.',
    )
  const [left, top, width, height] = sides as [number, number, number, number]
  const box = { left, top, right: left + width, bottom: top + height }
  const fields = { page, box, reason: line.text('reason')!, note: line.text('note') ?? '' }
  return withExhibit(desk, line, false, async ({ caseId, exhibit }) => {
    const { marks } = await desk.client.call(
      'redaction.mark',
      { caseId, exhibit, marks: [fields] },
      desk.options,
    )
    return {
      json: { marks },
      rows: marks.map((each) => ['Marked', `page ${each.page}`, placeOf(each), each.reason]),
    }
  })
}

const find: Command = (desk, line) => {
  const [doMark, reason] = [line.yes('mark'), line.text('reason')]
  if (doMark && reason === undefined)
    throw new WrongUsage('“redact find --mark” needs --reason. “redact reasons” lists them.')
  return withCase(desk, line, { readOnly: !doMark }, async (caseId) => {
    const { client, options } = desk
    const refs = listOf(line.text('exhibit')).map((ref) => ref.toLocaleUpperCase('en'))
    const exhibits = refs.length === 0 ? null : await named(desk, caseId, refs)
    const words = line.places.slice(1)
    const { items } = await client.call('redaction.find', { caseId, exhibits, words }, options)
    const found = items.filter(({ hits }) => hits.length > 0)
    const on = found.flatMap((each) => {
      const hits = each.hits.filter(({ boxes }) => boxes.length > 0)
      return hits.length === 0 ? [] : [{ ...each, hits }]
    })
    if (doMark)
      for (const { id, hits } of on)
        await client.call(
          'redaction.mark',
          {
            caseId,
            exhibit: id,
            marks: hits.flatMap(({ page, boxes }) =>
              boxes.map((box) => ({ page, box, reason: reason!, note: line.text('note') ?? '' })),
            ),
          },
          options,
        )
    const count = (items: typeof found) => items.reduce((sum, each) => sum + each.hits.length, 0)
    const [hits, marked] = [count(found), count(on)]
    const off = found.flatMap((each) => each.hits).filter((hit) => hit.off).length
    const said = doMark ? `, ${marked < hits ? `${marked} ` : ''}marked` : ''
    const mute = items.filter((each) => each.mute.length > 0)
    return {
      json: { marked: doMark, items },
      rows: [
        ['Reference', 'Page', 'Where'],
        ...found.flatMap(({ ref, title, hits: places }) =>
          places.map(({ page, before, text, after, off: outside }) => [
            ref || title,
            String(page),
            `${before} [${text}] ${after}`.trim(),
            outside ? 'Outside the page as it is seen, where no box can be put.' : '',
          ]),
        ),
        ...mute.map(({ ref, title, mute: pages }) => [
          ref || title,
          pages.join(', '),
          'Without words, so nothing could be found there. Have it read by machine.',
        ]),
        ...unsearched(items).map(({ names, why }) => [`${names}: ${why}`]),
        [
          `${counted(hits, 'place')} in ${counted(found.length, 'exhibit')}${said}. ${doMark ? 'Burn each exhibit to make its edited copy.' : 'Nothing is marked: add --mark and --reason.'}`,
        ],
      ],
      ...(doMark && off > 0
        ? {
            failed: `${counted(off, 'place')} could not be marked, or only in part: words stand in the file outside the page as it is seen.`,
          }
        : {}),
    }
  })
}

const remove: Command = (desk, line) =>
  withExhibit(desk, line, false, async ({ caseId, exhibit, ref }) => {
    const { client, options } = desk
    const { marks } = await client.call('redaction.of', { caseId, exhibit }, options)
    const ids = listOf(line.text('boxes')).map((each) => {
      const found = marks[Number(each) - 1]
      if (found === undefined)
        throw new WrongUsage(
          `${ref} has no box ${each}. “redact list --exhibit ${ref}” numbers those it has.`,
        )
      return found.id
    })
    const { removed } = await client.call('redaction.remove', { caseId, marks: ids }, options)
    return { json: { removed }, rows: [[`${counted(removed, 'box', 'boxes')} removed.`]] }
  })

const check: Command = (desk, line) =>
  withExhibit(desk, line, false, async ({ caseId, exhibit, ref }) => {
    const by = line.text('by')!
    const { checked } = await desk.client.call('redaction.check', { caseId, exhibit, by }, desk.options)
    return { json: { checked }, rows: [[`${counted(checked, 'box', 'boxes')} on ${ref} checked by ${by}.`]] }
  })

const burn: Command = (desk, line) =>
  withExhibit(desk, line, false, async ({ caseId, exhibit, ref }) => {
    const goOn = line.yes('let-stand')
    const burned = await desk.client.call('redaction.burn', { caseId, exhibit, goOn }, desk.options)
    const { edited, still, mute, notes } = burned
    return {
      json: burned,
      rows: [
        ...(edited === null
          ? []
          : [
              ['Edited copy of', ref],
              ['Boxes', String(edited.boxes)],
              ['SHA-256', edited.sha256],
              ['Of the original', edited.source],
            ]),
        ...still.map(({ text, pages }) => ['Still stands', text, `page ${pages.join(', ')}`]),
        ...(mute.length === 0 ? [] : [['Tested by the picture alone', `page ${mute.join(', ')}`]]),
        ...notes.map((note) => ['', note]),
      ],
      ...(edited === null
        ? {
            failed:
              'Words under the boxes stand elsewhere in the copy as well, so it was not kept. Mark them too, or burn it with --let-stand.',
          }
        : {}),
    }
  })

const proof: Command = (desk, line) =>
  withExhibit(desk, line, true, async ({ caseId, exhibit, ref }) => {
    const { proof: found } = await desk.client.call('redaction.proof', { caseId, exhibit }, desk.options)
    if (found === null)
      return {
        json: { proof: null },
        rows: [],
        failed: `There is no edited copy of ${ref} yet. “redact burn” makes one.`,
      }
    const { edited } = found
    return {
      json: { proof: found },
      rows: [
        ['Original', edited.source],
        ['Edited copy', edited.sha256],
        ['Made by', edited.by],
        ['Checked by', edited.checkedBy || 'nobody'],
        ['Boxes', String(edited.boxes)],
        ...found.log.map(({ page, reason, note, by }) => ['', `page ${page}`, reason, note, by]),
        ['Words looked for', String(found.tested.length)],
        ...found.tested.map((text) => {
          const elsewhere = found.still.find((each) => each.text === text)
          const where = elsewhere === undefined ? '' : `, let stand on page ${elsewhere.pages.join(', ')}`
          return ['', text, `not under a box${where}`]
        }),
        ...(found.mute === '' ? [] : [['By the picture alone', `pages ${found.mute}`]]),
      ],
    }
  })

/** Commands that take things out of what is served. */
export const redactionCommands: Readonly<Record<string, Command>> = {
  'redact reasons': reasons,
  'redact list': list,
  'redact mark': mark,
  'redact find': find,
  'redact remove': remove,
  'redact check': check,
  'redact burn': burn,
  'redact proof': proof,
}
