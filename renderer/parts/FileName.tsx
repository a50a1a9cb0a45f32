import { nameParts } from './file-name.ts'

/**
 * A file's name on one line. What does not fit is left out of its middle, for versions differ at the end; the whole of
 * it is what screen readers say and the tooltip shows.
 */
export function FileName({ name }: { readonly name: string }) {
  const { head, tail } = nameParts(name)
  return (
    <span className="file-name" title={name}>
      <span className="unseen">{name}</span>
      <span className="cut" aria-hidden>
        {head}
      </span>
      <span aria-hidden>{tail}</span>
    </span>
  )
}

/** A file's name, and under it the folders it lay in, where there are any. */
export function FilePath({ path }: { readonly path: string }) {
  const at = path.lastIndexOf('/')
  return (
    <span className="file-path" title={path}>
      <FileName name={path.slice(at + 1)} />
      {at > 0 && <span className="small dim cut">{path.slice(0, at)}</span>}
    </span>
  )
}
