import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { dropClosed, holdsCases } from '../../../renderer/data/held.ts'
import { createJobs } from '../../../renderer/data/jobs.ts'

test('what is known of the machine alone is nothing to lock', () => {
  const queries = new QueryClient()
  queries.setQueryData(['machine.state', {}], { cases: [] })
  expect(holdsCases(queries)).toBe(false)
  queries.setQueryData(['records.list', { caseId: 'a', type: 'person' }], { records: [] })
  expect(holdsCases(queries)).toBe(true)
  queries.clear()
})

test('a case that closed takes every answer about it along, and no other', () => {
  const queries = new QueryClient()
  queries.setQueryData(['records.list', { caseId: 'a', type: 'person' }], { records: [1] })
  queries.setQueryData(['records.list', { caseId: 'b', type: 'person' }], { records: [2] })
  queries.setQueryData(['today.list', {}], { day: '' })
  dropClosed(queries, new Set(['b']))
  expect(queries.getQueryData(['records.list', { caseId: 'a', type: 'person' }])).toBeUndefined()
  expect(queries.getQueryData(['records.list', { caseId: 'b', type: 'person' }])).toEqual({ records: [2] })
  expect(queries.getQueryData(['today.list', {}])).toEqual({ day: '' })
  queries.clear()
})

test('a job that ends because the cases are locked is heard of', async () => {
  const heard: unknown[] = []
  const jobs = createJobs(
    async () => {
      throw new CaseworkError('locked', 'This case is locked.')
    },
    (thrown) => void heard.push((thrown as CaseworkError).code),
  )
  await expect(jobs.start('evidence.check', { caseId: 'c', ids: null }, 'Checking')).rejects.toThrow()
  expect(heard).toEqual(['locked'])
})
