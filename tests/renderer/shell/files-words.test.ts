import { expect, it } from 'vitest'
import { filesWords } from '../../../renderer/shell/files-words.ts'

const item = (verdict: 'intact' | 'altered' | 'missing' | 'unreadable' | 'no-file') => ({
  id: verdict,
  ref: '',
  verdict,
  sentence: '',
})

it('says what is wrong first, and counts only what has a file', () => {
  expect(filesWords([item('intact'), item('intact'), item('no-file')])).toEqual({
    words: '2 of 2 files intact',
    well: true,
  })
  expect(filesWords([item('intact'), item('altered'), item('missing'), item('missing')])).toEqual({
    words: '1 altered, 2 missing',
    well: false,
  })
  expect(filesWords([item('no-file')])).toEqual({ words: 'No files yet', well: true })
})
