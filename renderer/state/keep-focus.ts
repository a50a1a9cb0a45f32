const dialogs = '[role="dialog"], [role="alertdialog"]'
/** Where the focus is at home in a part of the window, best first: a list, the chosen tab, the heading. */
const homes = ['[role="tree"], [role="grid"]', '[role="tab"][aria-selected="true"]', 'h1']

const usable = (element: Element | undefined): element is HTMLElement =>
  element instanceof HTMLElement &&
  element.isConnected &&
  !element.matches(':disabled') &&
  element.getClientRects().length > 0

const wayTo = (element: Element): readonly Element[] => {
  const above = element.parentElement
  return [element, ...(above === null || above === document.body ? [] : wayTo(above))]
}

const homeIn = (part: Element): HTMLElement | undefined =>
  homes.flatMap((home) => [...part.querySelectorAll(home)].filter(usable).slice(0, 1))[0]

function give(element: HTMLElement): void {
  if (element.matches('h1, main')) element.tabIndex = -1
  element.focus({ preventScroll: true })
}

/**
 * Keeps the focus somewhere in `root`. When what had it goes, and nothing else took it, it goes to what opened the
 * dialog that closed, else to the nearest part of the window that is still there: its list, its chosen tab or its
 * heading. What was only out of use for a moment gets it back. Returns what ends it.
 */
export function keepFocus(root: HTMLElement): () => void {
  const held = {
    /** What had the focus, and all that is around it. */
    way: [] as readonly Element[],
    /** The same of what had it last outside every dialog and menu. */
    under: [] as readonly Element[],
    /** What holds it until something better comes: a screen that is still being fetched. */
    until: null as HTMLElement | null,
    /** What holds it in the place of something that is out of use. */
    lent: null as { readonly to: Element; readonly of: HTMLElement } | null,
    asked: false,
  }
  const nowhere = () => document.activeElement === null || document.activeElement === document.body
  // What is put out of use has the focus until the page is next drawn, and nothing tells when it has lost it.
  const fallen = () =>
    held.way.length > 0 && !usable(held.way[0]) && (nowhere() || document.activeElement === held.way[0])
  const settle = () => {
    const dialog = [...document.querySelectorAll<HTMLElement>(dialogs)].at(-1)
    const [last] = held.way
    if (dialog !== undefined) give(homeIn(dialog) ?? dialog)
    else if (usable(held.under[0])) give(held.under[0])
    else
      for (const part of held.under.filter((each) => each.isConnected)) {
        const main = part.matches('main') ? part : part.querySelector('main')
        const home = homeIn(main ?? part)
        if (home === undefined && !(main instanceof HTMLElement)) continue
        held.until = home === undefined ? (main as HTMLElement) : null
        give(home ?? (main as HTMLElement))
        break
      }
    const to = document.activeElement
    if (last instanceof HTMLElement && last.isConnected && to !== null) held.lent = { to, of: last }
  }

  const look = () => {
    const { until, lent } = held
    if (lent !== null && document.activeElement === lent.to && usable(lent.of)) {
      held.lent = null
      give(lent.of)
    } else if (until !== null && document.activeElement === until) {
      const home = homeIn(until)
      if (home !== undefined) give(home)
    } else if (fallen() && !held.asked) {
      held.asked = true
      // Whoever closes a dialog, or draws another field, has the first two frames to place it.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          held.asked = false
          const [last] = held.way
          if (fallen()) settle()
          else if (nowhere() && usable(last)) give(last)
        }),
      )
    }
  }
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || target === document.body) return
    if (target !== held.until) held.until = null
    if (target !== held.lent?.to) held.lent = null
    held.way = wayTo(target)
    if (root.contains(target)) held.under = held.way
  }
  const onKey = () => {
    held.until = null
  }
  // A press on nothing puts the focus away by intent.
  const onPress = () => {
    held.until = null
    held.lent = null
    setTimeout(() => {
      if (document.activeElement === document.body && usable(held.way[0])) held.way = []
    })
  }
  const watcher = new MutationObserver(look)
  watcher.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['disabled'],
  })
  document.addEventListener('focusin', onFocus)
  document.addEventListener('keydown', onKey, true)
  document.addEventListener('pointerdown', onPress, true)
  return () => {
    watcher.disconnect()
    document.removeEventListener('focusin', onFocus)
    document.removeEventListener('keydown', onKey, true)
    document.removeEventListener('pointerdown', onPress, true)
  }
}
