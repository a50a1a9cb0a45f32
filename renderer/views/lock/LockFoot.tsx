import { WifiOff } from 'lucide-react'

/** The foot of the lock screen. */
export const LockFoot = ({ version }: { readonly version: string }) => (
  <footer className="status">
    <span>Names and details stay hidden until you unlock.</span>
    <span className="grow" />
    {version !== '' && <span>Turnstone {version}</span>}
    <span>
      <WifiOff className="i s" aria-hidden />
      Network: none
    </span>
  </footer>
)
