import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'

export interface TabPage<T extends string> {
  readonly id: T
  readonly word: string
  readonly children: ReactNode
}

/** Words with an underline; one page at a time. `chosen` is kept by the screen, so that it can survive a move. */
export function Tabs<T extends string>({
  name,
  pages,
  chosen,
  onChoose,
}: {
  readonly name: string
  readonly pages: readonly TabPage<T>[]
  readonly chosen: T
  readonly onChoose: (id: T) => void
}) {
  return (
    <AriaTabs className="tabs" selectedKey={chosen} onSelectionChange={(id) => onChoose(id as T)}>
      <TabList aria-label={name}>
        {pages.map((page) => (
          <Tab key={page.id} id={page.id}>
            {page.word}
          </Tab>
        ))}
      </TabList>
      {pages.map((page) => (
        <TabPanel key={page.id} id={page.id}>
          {page.children}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
