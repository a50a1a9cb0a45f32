import { expect, test } from 'vitest'
import { readWhen } from '../../../casework/rules/when.ts'
import { columnDate } from '../../../renderer/views/evidence/column-date.ts'

test.each([
  ['12 Mar 2025 to 18 Mar 2025', '12–18 Mar 2025'],
  ['11 Jan 2026 to 26 Jul 2026', '11 Jan–26 Jul 2026'],
  ['20 Dec 2025 to 4 Jan 2026', 'Dec 2025–Jan 2026'],
  ['6 Aug 2026, 07:14', '6 Aug 2026, 07:14'],
  ['about Sep 2024', 'about Sep 2024'],
  ['between early Sep 2024 and late Oct 2025', '~Sep 2024–Oct 2025'],
  ['undated; in use till August', 'undated; in use till August'],
  ['', ''],
])('%s stands as %s', (words, shown) => {
  expect(columnDate(readWhen(words, '2026-11-23'))).toBe(shown)
})
