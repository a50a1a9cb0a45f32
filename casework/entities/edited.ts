import { entity } from '../entity.ts'
import { body, file, lines, number, reference, text } from '../schema.ts'

/**
 * An edited copy of an exhibit’s file: the boxes burned into it, and the proof that nothing is left under them. The
 * words it was searched for lie sealed apart, and leave the case with nothing that is served.
 */
export const edited = entity({
  type: 'edited',
  letter: 'EC',
  name: { one: 'Edited copy', many: 'Edited copies' },
  fields: {
    exhibit: reference('Exhibit', 'exhibit', { inForm: false }),
    /** The hash of the file it was made from. */
    source: text('SHA-256 of the original', { inForm: false }),
    file: file('File'),
    boxes: number('Boxes', 0, 1_000_000, { inForm: false }),
    /** Tells one set of boxes from another: SHA-256 over their ids. */
    markSet: text('Set of boxes', { inForm: false }),
    checkedBy: text('Checked by', { inForm: false }),
    dpi: number('Points to the inch', 36, 1_200, { inForm: false }),
    /** A line of JSON for each box: page, place, reason, note, who and when. */
    log: body('Boxes burned', { inForm: false, lines: 20_000, max: 2_000, says: () => 'A box' }),
    tested: body('Words tested', { inForm: false, lines: 20_000, max: 2_000, says: () => 'Words' }),
    /** A line of JSON for words that stand elsewhere in the copy and that somebody let stand. */
    still: body('Words let stand', { inForm: false, lines: 20_000, max: 8_000, says: () => 'Words' }),
    /** Pages with boxes whose words could not be had, as runs. */
    mute: text('Tested by the picture alone', { max: 2_000, inForm: false }),
    notes: lines('What stayed behind', { inForm: false }),
  },
  title: () => 'Edited copy',
  appendOnly: true,
  ownList: true,
  within: true,
})
