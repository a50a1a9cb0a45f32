import { archiveBlockedBy, untaggedIn } from './archive.ts'
import { colourProfile } from './colour-profile.ts'
import { metadata } from './metadata.ts'
import { dict, name, textString, type Value } from './objects.ts'
import type { Press } from './press.ts'
import { writeStructure } from './structure.ts'

/**
 * What the catalogue says of a file as a whole: title, language, structure, and PDF/A-2b where every page meets it.
 * What cannot be said is put into the report. Nothing may be set after this.
 */
export function fileProperties(press: Press, title: string): Record<string, Value | undefined> {
  const { file } = press
  const blocked = archiveBlockedBy(press)
  if (blocked !== undefined) press.note({ kind: 'archive', sentence: blocked })
  const untagged = untaggedIn(press)
  if (untagged !== undefined) press.note({ kind: 'structure', sentence: untagged })
  const structure = writeStructure(press)
  const properties = file.reserve()
  // Packed it could not be read by a tool that knows nothing of PDF, which is what XMP is for.
  file.writeStream(
    properties,
    dict({ Type: name('Metadata'), Subtype: name('XML') }),
    metadata(title, blocked === undefined),
  )
  return {
    Metadata: properties,
    Lang: textString('en-GB'),
    ViewerPreferences: dict({ DisplayDocTitle: true }),
    StructTreeRoot: structure.root,
    MarkInfo: structure.whole ? dict({ Marked: true }) : undefined,
    // A source's colours must not be read otherwise than its own file has them read.
    OutputIntents: blocked === undefined ? [outputIntent(press)] : undefined,
  }
}

function outputIntent({ file }: Press): Value {
  const profile = file.reserve()
  file.writePacked(profile, dict({ N: 3 }), colourProfile())
  return dict({
    Type: name('OutputIntent'),
    S: name('GTS_PDFA1'),
    OutputConditionIdentifier: textString('IEC 61966-2-1'),
    Info: textString('Red, green and blue as IEC 61966-2-1'),
    DestOutputProfile: profile,
  })
}
