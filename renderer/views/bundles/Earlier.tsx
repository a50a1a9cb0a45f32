import { BadgeCheck, BookMarked, Diamond, LockKeyhole } from 'lucide-react'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { counted } from '../../../casework/rules/words.ts'
import { Button } from '../../parts/Button.tsx'
import { Menu } from '../../parts/Menu.tsx'
import { SidePane } from '../../parts/Panes.tsx'
import type { Plan } from './plan-lines.ts'

interface EarlierProps {
  readonly bundles: readonly StoredOf<'bundle'>[]
  readonly item: string | null
  readonly left: Plan['left']
  readonly onOpen: (id: string | null) => void
  readonly onVerify: () => void
}

/** The same as a menu, where there is no room for the pane. */
export const EarlierMenu = ({ bundles, onOpen, onVerify }: Omit<EarlierProps, 'item' | 'left'>) => (
  <div className="bundles-more">
    <Menu
      name="Bundles"
      icon={<BookMarked className="i s" aria-hidden />}
      entries={[
        { id: 'new', word: 'New bundle', run: () => onOpen(null) },
        ...bundles.map((bundle) => ({
          id: bundle.id,
          word: `B${bundle.no} ${bundle.fields.title}`,
          run: () => onOpen(bundle.id),
        })),
        { id: 'verify', word: 'Verify a bundle', run: onVerify },
      ]}
    />
  </div>
)

/** Down the left: the bundle to build, those built before, what stays out, and a door to verifying any bundle. */
export const Earlier = ({ bundles, item, left, onOpen, onVerify }: EarlierProps) => (
  <div className="bundles-side">
    <SidePane name="Bundles" width={13.25}>
      <div className="row-list">
        <button type="button" aria-current={item === null} onClick={() => onOpen(null)}>
          <span className="cut">New bundle</span>
        </button>
      </div>
      {bundles.length > 0 && <h3>Built before</h3>}
      <div className="row-list bundles-earlier">
        {bundles.map((bundle) => (
          <button
            key={bundle.id}
            type="button"
            aria-current={item === bundle.id}
            title={bundle.fields.title}
            onClick={() => onOpen(bundle.id)}
          >
            <span className="grow">
              <span className="cut">{bundle.fields.title}</span>
              <span className="small dim">
                B{bundle.no}
                {bundle.fields.date === null ? '' : ` · ${shortDay(bundle.fields.date)}`}
                {bundle.fields.pages === null ? '' : ` · ${counted(bundle.fields.pages, 'page')}`}
              </span>
            </span>
          </button>
        ))}
      </div>
      {left.length > 0 && (
        <div className="bundles-left small dim">
          <h3>Stays out</h3>
          {left.map(({ kind, count }) => (
            <p key={kind}>
              {kind === 'Contact pages' ? (
                <LockKeyhole className="i s" aria-hidden />
              ) : (
                <Diamond className="i s" aria-hidden />
              )}
              {kind}: {count.toLocaleString('en-GB')}
            </p>
          ))}
        </div>
      )}
      <div className="bundles-verify">
        <Button size="slim" icon={<BadgeCheck className="i s" aria-hidden />} onClick={onVerify}>
          Verify a bundle
        </Button>
      </div>
    </SidePane>
  </div>
)
