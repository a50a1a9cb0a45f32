import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { previewPages } from '../../../../main/services/bundle/index.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { content, document, folder, pageTexts, plan, run, tools } from './workshop.ts'

const at = folder()
const what = plan([
  document('one', 'First', content('pdf', pagesPdf([{ words: 'Alpha' }, { words: 'Beta' }]))),
  document('two', 'Second', content('text', Buffer.from('Some words.\n')), {
    ref: 'JLB/7',
    numbers: { style: 'letters', prefix: '143', from: 26 },
    front: { mark: 'JLB/7', producedBy: 'DC Brennan', statement: 'S12', description: 'A notebook' },
  }),
])
const preview = async (which: string, pages = new Map([['one', 2]])) => {
  const path = join(at, `${which}.pdf`)
  writeFileSync(path, await previewPages(what, tools(''), which, pages))
  expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors')
  return pageTexts(path)
}

test('a document is shown as it would be set, with the numbers it would carry', async () => {
  expect((await preview('one')).map((text) => /(\d+)\s*$/.exec(text.trimEnd())?.[1])).toEqual(['3', '4'])
  const [front, own] = await preview('two')
  expect(front).toMatch(/Exhibit JLB\/7[\s\S]*143Z\s*$/)
  expect(own).toMatch(/Some words[\s\S]*143AA\s*$/)
  await expect(previewPages(what, tools(''), 'none')).rejects.toMatchObject({ code: 'not-found' })
})

test('cover and index are shown before anything is built, and lead nowhere', async () => {
  const [cover, index] = await preview('front')
  expect(cover).toContain('1 to 143AA, in one file')
  expect(index).toMatch(/First +3–4/)
  expect(index).toMatch(/Second +143Z–143AA/)
  expect(run('qpdf', '--qdf', join(at, 'front.pdf'), '-')).not.toContain('/Annots')
})

test('a document that outgrows a preview says so instead', async () => {
  const jpeg = (size: number) => {
    const bytes = Buffer.alloc(size, 7)
    bytes.set([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 40, 0, 40, 1, 1, 0x11, 0])
    return plan([document('big', 'Big', content('jpeg', bytes))])
  }
  expect((await previewPages(jpeg(1 << 20), tools(''), 'big')).length).toBeGreaterThan(1 << 20)
  await expect(previewPages(jpeg(65 << 20), tools(''), 'big')).rejects.toMatchObject({ code: 'too-large' })
})
