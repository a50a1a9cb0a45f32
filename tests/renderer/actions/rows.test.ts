import { describe, expect, it } from 'vitest'
import {
  actionsShown,
  dueReason,
  owners,
  shownCounts,
  withReason,
} from '../../../renderer/views/actions/rows.ts'
import { actionWith } from './samples.ts'

const today = '2026-03-18'
const late = actionWith(1, {
  title: 'Speak to V2',
  due: '2026-03-15',
  owner: 'DC Brennan',
  state: 'allocated',
})
const soon = actionWith(2, {
  title: 'Ask the bank',
  due: '2026-03-20',
  owner: 'DC Łęcka',
  state: 'allocated',
})
const waits = actionWith(3, {
  title: 'Phone download',
  bringForward: '2026-03-30',
  waitingOn: 'the lab',
  owner: 'DC Brennan',
  state: 'allocated',
})
const waitedTooLong = actionWith(4, { title: 'Fire report', due: '2026-03-01', bringForward: '2026-03-30' })
const done = actionWith(5, {
  title: 'House to house',
  due: '2026-02-01',
  state: 'resulted',
  resulted: '2026-02-02',
  owner: 'DC Brennan',
})
const all = [done, waits, soon, late, waitedTooLong]
const refs = (shown: Parameters<typeof actionsShown>[1]['shown'], owner: string | null = null, words = '') =>
  actionsShown(all, { shown, owner, words, today }).map((each) => each.no)

describe('the list of actions', () => {
  it('shows open ones, the first due first and the undated last', () =>
    expect(refs('open')).toEqual([4, 1, 2, 3]))
  it('calls overdue only what is open and past', () => expect(refs('overdue')).toEqual([4, 1]))
  it('keeps what waits on others under Waiting until it is overdue', () =>
    expect(refs('waiting')).toEqual([3]))
  it('keeps what is done last of all', () => expect(refs('all').at(-1)).toBe(5))
  it('narrows to an owner and to words, with or without marks', () => {
    expect(refs('open', 'DC Brennan')).toEqual([1, 3])
    expect(refs('all', null, 'lecka')).toEqual([2])
    expect(refs('all', null, 'A4')).toEqual([4])
    expect(refs('open', null, 'lab phone')).toEqual([3])
  })
  it('counts each filter, and leaves out those that hold nothing', () => {
    const counts = Object.fromEntries(shownCounts(all, today).map((each) => [each.shown, each.count]))
    expect(counts).toEqual({ open: 4, overdue: 2, soon: 1, waiting: 1, unallocated: 1, resulted: 1, all: 5 })
    expect(shownCounts([], today).map((each) => each.shown)).toEqual(['open', 'all'])
  })
  it('names owners of open work once each', () =>
    expect(owners(all)).toEqual([
      { owner: 'DC Brennan', count: 2 },
      { owner: 'DC Łęcka', count: 1 },
    ]))
})

describe('waiting', () => {
  it('says on whom, and until when', () =>
    expect(dueReason(waits)).toBe('Bring forward 30 Mar 2026, waiting on the lab'))
  it('keeps every reason given before', () => {
    expect(withReason('Asked on 1 Mar.', '2026-03-30', ' The lab is full. ')).toBe(
      'Asked on 1 Mar.\nBrought forward to 30 Mar 2026: The lab is full.',
    )
    expect(withReason('Asked on 1 Mar.', '2026-03-30', '  ')).toBe('Asked on 1 Mar.')
  })
})
