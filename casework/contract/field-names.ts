import { type RecordType, register } from '../entities/index.ts'

/** What a person calls the parts of requests that are theirs to fill in; the rest is the program's own business. */
const names: Readonly<Record<string, string>> = {
  'cases.create name': 'Operation name',
  'places.create name': 'Folder name',
  'holders.add label': 'Name',
  'handover.seal to': 'For',
  'handover.seal part': 'Records',
  folderName: 'Folder name',
  fileName: 'File name',
  passphrase: 'Passphrase',
  recoveryKey: 'Recovery key',
  identity: 'Identity',
  recipient: 'Recipient',
  recipients: 'Recipients',
  reason: 'Reason',
  producer: 'Producer’s initials',
  title: 'Title',
  subtitle: 'Subtitle',
  words: 'Words',
  subset: 'Part',
}

/**
 * The name of a field of a request as its form shows it: `path` leads to it, `type` is that of the record it is of, where
 * it is of one. Undefined for what no form shows.
 */
export function fieldName(method: string, path: readonly string[], type: unknown): string | undefined {
  const [first = '', second = ''] = path
  if (first !== 'fields') return names[`${method} ${first}`] ?? names[first]
  const kind = method === 'statements.setContact' ? 'contact' : type
  if (typeof kind !== 'string' || !Object.hasOwn(register, kind)) return undefined
  const fields: Readonly<Record<string, { readonly label: string } | undefined>> =
    register[kind as RecordType].fields
  return fields[second]?.label
}
