import type { Result } from '../../../casework/contract/contract.ts'

/** Who sealed a bundle and by which key, or that nobody did. Nothing where a finding says what became of the seal. */
export function SealLine({ seal, findings }: Pick<Result<'bundle.verify'>, 'seal' | 'findings'>) {
  if (seal !== null)
    return (
      <p>
        Sealed by <b>{seal.holder}</b> with the key <b className="num">{seal.code}</b>.{' '}
        {seal.knownIn === null
          ? 'This machine does not know that key: compare the code with one you were told.'
          : `It is the key of a holder of ${seal.knownIn}.`}
      </p>
    )
  if (findings.some(({ rule }) => ['seal', 'manifest', 'no-manifest'].includes(rule))) return null
  return <p>Nobody sealed it: whoever can replace the bundle can replace its manifest.</p>
}
