import {
  Archive,
  ArrowRight,
  BookMarked,
  CircleDashed,
  Copy,
  EyeOff,
  FileText,
  FlaskConical,
  Footprints,
  HardDrive,
  Image,
  Import,
  type LucideIcon,
  Minus,
  OctagonAlert,
  Package,
  PackageOpen,
  RefreshCw,
  Search,
  Shield,
  ShieldCheck,
  Tag,
  Undo2,
  Video,
} from 'lucide-react'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { type FileState, stateWords } from './rows.ts'

const kinds: Readonly<Record<StoredOf<'exhibit'>['fields']['kind'], LucideIcon>> = {
  document: FileText,
  image: Image,
  recording: Video,
  digital: HardDrive,
  physical: Package,
}

/** The icon of a kind of exhibit; the kind is in words in the details. */
export function KindIcon({ kind }: { readonly kind: StoredOf<'exhibit'>['fields']['kind'] }) {
  const Icon = kinds[kind]
  return <Icon className="i s" aria-hidden />
}

const states: Readonly<Record<FileState, readonly [LucideIcon, string]>> = {
  intact: [ShieldCheck, 'good'],
  kept: [Shield, 'faint'],
  altered: [OctagonAlert, 'bad'],
  missing: [CircleDashed, 'bad'],
  unreadable: [OctagonAlert, 'bad'],
  none: [Minus, 'faint'],
}

/** Where a file stands, as a shape with a name; with `shown`, the word beside it. */
export function StateMark({ state, shown = false }: { readonly state: FileState; readonly shown?: boolean }) {
  const [Icon, tone] = states[state]
  const word = stateWords[state]
  return shown ? (
    <span className={`state ${tone}`}>
      <Icon className="i" aria-hidden />
      <b>{word}</b>
    </span>
  ) : (
    <span className={tone} role="img" aria-label={word} title={word}>
      <Icon className="i s" aria-hidden />
    </span>
  )
}

/** That a file has no preview, and why. */
export const UnshownMark = ({ why }: { readonly why: string }) => (
  <span className="soon" role="img" aria-label={`Can’t be shown. ${why}`} title={why}>
    <EyeOff className="i s" aria-hidden />
  </span>
)

const actions: Readonly<Record<StoredOf<'custody'>['fields']['action'], LucideIcon>> = {
  found: Footprints,
  seized: Footprints,
  sealed: Package,
  stored: Archive,
  moved: ArrowRight,
  examined: Search,
  opened: PackageOpen,
  resealed: Package,
  copied: Copy,
  imported: Import,
  referenced: Tag,
  checked: ShieldCheck,
  bundled: BookMarked,
  submitted: FlaskConical,
  returned: Undo2,
}

/** The icon of a line of the custody ledger. */
export function ActionIcon({ action }: { readonly action: StoredOf<'custody'>['fields']['action'] }) {
  const Icon = action === 'checked' ? RefreshCw : actions[action]
  return <Icon className="i s" aria-hidden />
}
