import { keptReport } from '../desk/build-report.ts'
import { checkBundle, compareBundleFiles } from '../desk/bundle-checking.ts'
import { arrangeBundle, bundleVersions, createBundle, listBundles, serveBundle } from '../desk/bundle-list.ts'
import { outlook, profileShown } from '../desk/bundle-outlook.ts'
import { buildCaseBundle } from '../desk/bundling.ts'
import type { Desk } from '../desk/desk.ts'
import { freezeBundle } from '../desk/freezing.ts'
import { previewBundle } from '../desk/previewing.ts'
import { profiles, workingBundle } from '../desk/working-bundle.ts'
import type { Handlers } from '../dispatch.ts'

/** Bundles: arranged, looked over, frozen, built, served, verified. */
export const bundleHandlers = (desk: Desk) =>
  ({
    'bundle.profiles': () => ({ profiles: profiles(desk).map(profileShown) }),
    'bundle.create': ({ caseId, profile, title }) =>
      createBundle(desk.cases.get(caseId), desk, profile, title),
    'bundle.list': ({ caseId }) => listBundles(desk.cases.get(caseId)),
    'bundle.plan': async ({ caseId, ...which }) => {
      const held = desk.cases.get(caseId)
      return outlook(held, desk, await workingBundle(held, desk, which))
    },
    'bundle.arrange': ({ caseId, ...asked }) => arrangeBundle(desk.cases.get(caseId), desk, asked),
    'bundle.freeze': ({ caseId, bundle }, asked) => freezeBundle(desk.cases.get(caseId), desk, bundle, asked),
    'bundle.serve': ({ caseId, ...asked }) => serveBundle(desk.cases.get(caseId), desk, asked),
    'bundle.versions': ({ caseId, bundle }) => bundleVersions(desk.cases.get(caseId), bundle),
    'bundle.preview': ({ caseId, ...what }, asked) =>
      previewBundle(desk.cases.get(caseId), desk, what, asked),
    'bundle.build': ({ caseId, to, ...wanted }, asked) =>
      buildCaseBundle(desk.cases.get(caseId), desk, { ...wanted, folder: desk.places.target(to) }, asked),
    'bundle.report': ({ caseId, copy }) => keptReport(desk.cases.get(caseId), copy),
    'bundle.verify': (params, asked) => checkBundle(desk, params, asked),
    'bundle.compare': (params, asked) => compareBundleFiles(desk, params, asked),
  }) satisfies Partial<Handlers>
