import {
  Archive,
  CalendarClock,
  ClipboardCheck,
  FingerprintPattern,
  Folder,
  Library,
  type LucideIcon,
  PanelLeft,
  ScrollText,
  SunMedium,
  Users,
  Vault,
} from 'lucide-react'
import type { Section } from '../state/router.ts'

/** The icon of each screen, in the rail and in the palette. */
export const sectionIcons: Readonly<Record<Section, LucideIcon>> = {
  today: SunMedium,
  cases: Archive,
  overview: PanelLeft,
  evidence: Folder,
  timeline: CalendarClock,
  people: Users,
  statements: ScrollText,
  actions: ClipboardCheck,
  bundles: Library,
  audit: FingerprintPattern,
  'case-file': Vault,
}
