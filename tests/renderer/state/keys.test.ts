import { describe, expect, it } from 'vitest'
import { comboOf, createKeys, isBare } from '../../../renderer/state/keys.ts'

const pressed = (key: string, held: string = '') => ({
  key,
  ctrlKey: held.includes('c'),
  metaKey: held.includes('m'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
})

describe('the name of a key', () => {
  it.each([
    [pressed('e'), 'E'],
    [pressed('?', 's'), '?'],
    [pressed('k', 'c'), 'Ctrl+K'],
    [pressed('k', 'm'), 'Ctrl+K'],
    [pressed('L', 'cs'), 'Ctrl+Shift+L'],
    [pressed('F6', 's'), 'Shift+F6'],
    [pressed('ArrowLeft', 'a'), 'Alt+←'],
    [pressed('ArrowDown', 's'), 'Shift+↓'],
    [pressed(' '), 'Space'],
    [pressed('Escape'), 'Esc'],
    [pressed('J', 's'), 'Shift+J'],
    [pressed('1', 'c'), 'Ctrl+1'],
  ])('%o is %s', (event, name) => {
    expect(comboOf(event)).toBe(name)
  })

  it('a bare key is one a text field would want', () => {
    expect(['E', '?', 'Space', 'Shift+J'].map(isBare)).toEqual([true, true, true, true])
    expect(['Ctrl+K', 'Enter', 'Esc', 'F6', 'Alt+←'].map(isBare)).toEqual([false, false, false, false, false])
  })
})

describe('the registry', () => {
  it('the newest layer wins, and what it covered comes back', () => {
    const keys = createKeys()
    const ran: string[] = []
    keys.add({ title: 'Below', bindings: [{ key: 'E', does: 'Below', run: () => ran.push('below') }] })
    const remove = keys.add({
      title: 'Above',
      bindings: [{ key: 'E', does: 'Above', run: () => ran.push('above') }],
    })
    keys.find('E', false)?.run()
    remove()
    keys.find('E', false)?.run()
    expect(ran).toEqual(['above', 'below'])
  })

  it('bare keys reach nothing while someone types; the others do', () => {
    const keys = createKeys()
    keys.add({
      title: 'All',
      bindings: [
        { key: 'E', does: 'Event', run: () => undefined },
        { key: 'Ctrl+Shift+L', does: 'Lock', run: () => undefined },
      ],
    })
    expect(keys.find('E', true)).toBeNull()
    expect(keys.find('Ctrl+Shift+L', true)?.does).toBe('Lock')
  })
})

it('undo is left to a text field while one is typed in, and is the case’s otherwise', () => {
  const keys = createKeys()
  const undo = { key: 'Ctrl+Z', does: 'Undo', run: () => undefined, notTyping: true }
  keys.add({ title: 'Anywhere', bindings: [undo] })
  expect(keys.find('Ctrl+Z', true)).toBeNull()
  expect(keys.find('Ctrl+Z', false)).toBe(undo)
})
