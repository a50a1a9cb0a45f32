import { basename } from 'node:path'
import { outlook } from '../desk/bundle-outlook.ts'
import { buildCaseBundle } from '../desk/bundling.ts'
import type { Desk } from '../desk/desk.ts'
import type { Handlers } from '../dispatch.ts'

const defaultTitle = 'Evidence bundle'

/** Bundles: what would go in, built, verified. */
export const bundleHandlers = (desk: Desk) =>
  ({
    'bundle.plan': ({ caseId }) =>
      outlook(desk.cases.get(caseId), desk, { title: defaultTitle, subtitle: '', date: desk.today() }),
    'bundle.build': ({ caseId, to, fileName, profile, title, subtitle, date }, asked) =>
      buildCaseBundle(
        desk.cases.get(caseId),
        desk,
        { folder: desk.places.pathOf(to), fileName, profile, title, subtitle, date: date ?? desk.today() },
        asked,
      ),
    'bundle.verify': async ({ file }, { signal, progress }) => {
      const path = desk.places.pathOf(file)
      const { ok, pages, documents, findings } = await desk.run(
        'verify-bundle',
        { path },
        { signal, onProgress: progress },
      )
      return {
        ok,
        pages,
        documents,
        fileName: basename(path),
        findings: findings.map((each) => ({ ...each })),
      }
    },
  }) satisfies Partial<Handlers>
