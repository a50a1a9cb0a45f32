/**
 * The path of an installed Chromium, Chrome or Edge, found as `npm start` finds it; undefined where there is none,
 * and then what needs one is skipped and counted as skipped.
 */
export async function findBrowser(): Promise<string | undefined> {
  const window = (await import(new URL('../../main/setup/window.mjs', import.meta.url).href)) as {
    findBrowser: () => string | undefined
  }
  return window.findBrowser()
}
