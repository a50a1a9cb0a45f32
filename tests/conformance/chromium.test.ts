import { describe } from 'vitest'
import { findBrowser } from '../support/browser.ts'
import { openFromPage } from '../support/hosts.ts'
import { hostConformance } from './suite.ts'

const browser = await findBrowser()

describe.skipIf(browser === undefined)('with a browser', () => hostConformance('chromium', openFromPage))
