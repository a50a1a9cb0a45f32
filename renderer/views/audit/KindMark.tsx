import {
  Combine,
  Eraser,
  Eye,
  FolderInput,
  KeyRound,
  LockKeyholeOpen,
  type LucideIcon,
  Pencil,
  Send,
  ShieldCheck,
} from 'lucide-react'
import type { AuditKind } from '../../../casework/contract/audit.ts'
import { kindWords } from './words.ts'

const icons: Readonly<Record<AuditKind, LucideIcon>> = {
  collection: FolderInput,
  alteration: Pencil,
  consultation: Eye,
  disclosure: Send,
  combination: Combine,
  erasure: Eraser,
  access: LockKeyholeOpen,
  keys: KeyRound,
  upkeep: ShieldCheck,
}

/** The kind of an entry as a mark, with its name for those who can't see it; `bare` where the name stands beside it. */
export function KindMark({ kind, bare = false }: { readonly kind: AuditKind; readonly bare?: boolean }) {
  const Icon = icons[kind]
  if (bare) return <Icon className="i s" aria-hidden />
  return (
    <span className="audit-kind" title={kindWords[kind]}>
      <Icon className="i s" aria-hidden />
      <span className="unseen">{kindWords[kind]}: </span>
    </span>
  )
}
