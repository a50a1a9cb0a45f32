import { cardOfClosed, cardOfOpen } from '../desk/cards.ts'
import type { Desk } from '../desk/desk.ts'
import type { Handlers } from '../dispatch.ts'

/** The machine: its cases, its places, its lock. */
export const machineHandlers = (desk: Desk) =>
  ({
    'machine.state': () => ({
      cases: desk.known.list().map((known) => {
        const held = desk.cases.find(known.id)
        return held === undefined ? cardOfClosed(known) : cardOfOpen(held, desk.now())
      }),
      day: desk.today(),
      lockMinutes: desk.lockMinutes,
      user: desk.user,
      version: desk.version,
    }),
    'machine.touch': () => {
      desk.touch()
      return {}
    },
    'machine.lock': async ({ why }) => {
      await desk.lock(why ?? 'asked')
      return {}
    },
    'places.list': ({ place, show }) => desk.places.list(place, show),
    'places.create': async ({ place, name }) => ({ id: await desk.places.create(place, name) }),
  }) satisfies Partial<Handlers>
