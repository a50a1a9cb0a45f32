import { checkBundle, compareBundleFiles } from '../desk/bundle-checking.ts'
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
    'bundle.build': ({ caseId, to, date, ...wanted }, asked) =>
      buildCaseBundle(
        desk.cases.get(caseId),
        desk,
        { folder: desk.places.pathOf(to), ...wanted, date: date ?? desk.today() },
        asked,
      ),
    'bundle.verify': (params, asked) => checkBundle(desk, params, asked),
    'bundle.compare': (params, asked) => compareBundleFiles(desk, params, asked),
  }) satisfies Partial<Handlers>
