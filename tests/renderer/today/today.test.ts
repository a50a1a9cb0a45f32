import { expect, test } from 'vitest'
import { register } from '../../../casework/entities/index.ts'
import { attention } from '../../../casework/rules/attention.ts'
import { done, reassigned, snoozed } from '../../../renderer/views/today/changes.ts'
import { lanesOfToday, settled, stepped } from '../../../renderer/views/today/lanes.ts'

const caseId = '0123456789abcdef'
const item = (id: string) => ({
  caseId,
  caseName: 'Operation Marram',
  id,
  ref: 'A1',
  title: 'Ask the bank',
  who: '',
  due: '2026-03-15',
  late: 3,
  reason: '',
  priority: 'medium',
  version: 1,
})
const lanes = lanesOfToday({
  day: '2026-03-18',
  overdue: [item('one1'), item('two2'), item('three3')],
  soon: [],
  waiting: [item('four4')],
  recent: [],
  noReference: [],
})

test('arrows move within a lane, and sideways to the nearest lane that has cards', () => {
  expect(stepped(lanes, { lane: 0, card: 0 }, 'down')).toEqual({ lane: 0, card: 1 })
  expect(stepped(lanes, { lane: 0, card: 2 }, 'down')).toEqual({ lane: 0, card: 2 })
  expect(stepped(lanes, { lane: 0, card: 0 }, 'up')).toEqual({ lane: 0, card: 0 })
  expect(stepped(lanes, { lane: 0, card: 2 }, 'right')).toEqual({ lane: 2, card: 0 })
  expect(stepped(lanes, { lane: 2, card: 0 }, 'right')).toEqual({ lane: 2, card: 0 })
  expect(stepped(lanes, { lane: 2, card: 0 }, 'left')).toEqual({ lane: 0, card: 0 })
  expect(stepped(lanes, { lane: 0, card: 0 }, 'last')).toEqual({ lane: 0, card: 2 })
})

test('when a card goes, the focus stays as near as it can', () => {
  expect(settled(lanes, { lane: 0, card: 2 })).toEqual({ lane: 0, card: 2 })
  expect(settled(lanes, { lane: 0, card: 9 })).toEqual({ lane: 0, card: 2 })
  expect(settled(lanes, { lane: 1, card: 0 })).toEqual({ lane: 0, card: 0 })
  expect(settled([], { lane: 0, card: 0 })).toBeNull()
})

const stamp = { at: 0, by: 'Test' }
const action = (fields: Partial<typeof register.action.blank>) => ({
  id: 'action1',
  type: 'action',
  no: 1,
  version: 1,
  made: stamp,
  changed: stamp,
  archived: null,
  fields: register.action.read({ title: 'Ask the bank', reason: 'Agreed.', ...fields }),
})
const today = '2026-03-18'
const laneOf = (fields: Parameters<typeof action>[0]) => {
  const found = attention([action(fields)], today, { caseId, caseName: '' })
  return Object.entries(found).find(([, items]) => items.length > 0)?.[0]
}

test('what is done asks for nothing more', () => {
  expect(laneOf({ due: '2026-03-15' })).toBe('overdue')
  expect(laneOf({ due: '2026-03-15', ...done(' Spoke to her. ', today) })).toBeUndefined()
  expect(done(' Spoke to her. ', today)).toEqual({
    state: 'resulted',
    result: 'Spoke to her.',
    resulted: today,
  })
})

test('snoozing waits and says why, but does not hide what is overdue unless its date has moved', () => {
  const before = action({ due: '2026-03-15' }).fields
  const kept = snoozed(before, { until: '2026-03-25', why: 'Bank asked for a week', due: before.due })
  expect(kept).toEqual({
    bringForward: '2026-03-25',
    reason: 'Agreed.\nPut off to 25 Mar 2026: Bank asked for a week',
  })
  expect(laneOf({ ...before, ...kept })).toBe('overdue')
  const moved = snoozed(before, { until: '2026-03-25', why: 'Bank asked for a week', due: '2026-03-30' })
  expect(laneOf({ ...before, ...moved })).toBe('waiting')
  expect(moved.reason).toContain('due date moved to 30 Mar 2026')
})

test('reassigning what nobody had allocates it', () => {
  expect(reassigned({ state: 'for-allocation' }, ' DC Łęcka ')).toEqual({
    owner: 'DC Łęcka',
    state: 'allocated',
  })
  expect(reassigned({ state: 'allocated' }, 'DC Łęcka')).toEqual({ owner: 'DC Łęcka' })
})
