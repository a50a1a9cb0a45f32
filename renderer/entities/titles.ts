import { type AnyStored, entityOf, type RecordType } from '../../casework/entities/index.ts'
import { refOf } from '../../casework/rules/references.ts'

/** A record's reference and title in one line: `V1 Nguyễn Thị Hường`. */
export function titleOf(record: AnyStored): string {
  const title = entityOf(record.type as RecordType).title(record.fields as never)
  return `${refOf(record)} ${title}`.trim()
}
