/** The bundle service, as the rest of the workbench sees it. */
export { buildBundle, rehearseBundle, volumePath } from './build.ts'
export { type Comparison, compareBundles } from './compare.ts'
export { threadsWorth } from './digest-threads.ts'
export { type Apart, buildApart, clearApart } from './documents-apart.ts'
export { type BurnedPage, type EditedCopy, setEditedCopy } from './edited-copy.ts'
export { type Examined, examine } from './examine.ts'
export { type BundleNaming, bundleFileName } from './file-name.ts'
export { isTaken, refuseExisting, unfinishedName, writeAndLand } from './landing.ts'
export { openPdf } from './lay-document.ts'
export { type Leftover, leftoversIn } from './leftovers.ts'
export { PdfProblem } from './lexer.ts'
export { type Manifest, type ManifestDocument, manifestPath } from './manifest.ts'
export { notesPdf } from './notes-pages.ts'
export {
  frontPages,
  type NumberedDocument,
  type NumberedPlan,
  numberPlan,
  sheetsBefore,
} from './numbered-plan.ts'
export { textPages } from './own-pages.ts'
export type { PageText } from './page-text.ts'
export { lettersWords, PaperLetters } from './paper-letters.ts'
export { jpegFacts } from './pictures.ts'
export type {
  BuildResult,
  BuildTools,
  BuiltDocument,
  BuiltVolume,
  BundleContent,
  BundleDocument,
  BundlePlan,
  ChangeLine,
  ExhibitFront,
  PageWords,
  Rehearsed,
  ReportKind,
  ReportLine,
  SheetHead,
  Source,
  StatementPrint,
  TranslationPrint,
} from './plan.ts'
export { previewPages } from './preview.ts'
export { type BundleProfile, bundleProfile, readProfile } from './profile.ts'
export { type ReadOver, readOver } from './read-over.ts'
export { begunNames, clearBegun, type Sealer, sealAndLand } from './sealing.ts'
export { declarationOf, readStatementForms } from './statement-form.ts'
export { statementPages, statementPdf } from './statement-pages.ts'
export { openTextPages, type PictureToRead, type TextPages } from './text-pages.ts'
export { type Finding, type Verification, type VerifyOptions, verifyBundle } from './verify.ts'
export type { Sealed } from './verify-seal.ts'
export { type BundleVersion, versionOf } from './version-pages.ts'
