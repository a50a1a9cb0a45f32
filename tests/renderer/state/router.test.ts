import { describe, expect, it } from 'vitest'
import { createRouter } from '../../../renderer/state/router.ts'
import { spotOf } from '../../../renderer/state/spots.ts'

const start = () => createRouter({ section: 'cases', caseId: null, item: null, part: null })

describe('the way through the window', () => {
  it('keeps the case from screen to screen and drops the record', () => {
    const router = start()
    router.go({ section: 'evidence', caseId: 'c1', item: 'e1', part: 'p4' })
    router.go({ section: 'timeline' })
    expect(router.here()).toEqual({ section: 'timeline', caseId: 'c1', item: null, part: null })
  })

  it('leaves the case on the screens that look across cases', () => {
    const router = start()
    router.go({ section: 'evidence', caseId: 'c1' })
    router.go({ section: 'cases' })
    expect(router.here().caseId).toBeNull()
    router.back()
    expect(router.here()).toMatchObject({ section: 'evidence', caseId: 'c1' })
  })

  it('walking from record to record is one step back', () => {
    const router = start()
    router.go({ section: 'evidence', caseId: 'c1' })
    for (const id of ['e1', 'e2', 'e3']) router.open(id)
    expect(router.here().item).toBe('e3')
    router.back()
    expect(router.here()).toMatchObject({ section: 'evidence', item: null })
    router.forward()
    expect(router.here().item).toBe('e3')
  })

  it('a new way forgets the ways forward', () => {
    const router = start()
    router.go({ section: 'evidence', caseId: 'c1' })
    router.go({ section: 'people' })
    router.back()
    expect(router.canForward()).toBe(true)
    router.go({ section: 'actions' })
    expect(router.canForward()).toBe(false)
    router.back()
    expect(router.here().section).toBe('evidence')
  })

  it('going where one is makes no step, and the way is bounded', () => {
    const router = start()
    router.go({ section: 'cases' })
    expect(router.canBack()).toBe(false)
    for (let n = 0; n < 250; n += 1) router.go({ section: n % 2 ? 'people' : 'actions', caseId: 'c1' })
    const state = { steps: 0 }
    while (router.canBack()) {
      router.back()
      state.steps += 1
    }
    expect(state.steps).toBe(99)
  })

  it('tells whoever listens, until they stop', () => {
    const router = start()
    const heard: string[] = []
    const stop = router.subscribe(() => heard.push(router.here().section))
    router.go({ section: 'people', caseId: 'c1' })
    stop()
    router.back()
    expect(heard).toEqual(['people'])
  })
})

describe('where a record is shown', () => {
  it('each kind has its screen; the case itself is its overview', () => {
    expect(spotOf('person', 'p1', 'c1').section).toBe('people')
    expect(spotOf('statement', 's1', 'c1', '¶6')).toEqual({
      section: 'statements',
      caseId: 'c1',
      item: 's1',
      part: '¶6',
    })
    expect(spotOf('case', 'x', 'c1')).toMatchObject({ section: 'overview', item: null })
  })
})
