import { expect, test } from 'vitest'
import { type Source, source, sources, withoutComments } from './sources.ts'

/** A word that may not stand in our files, why, where it may all the same, and an example the rule must catch. */
interface Ban {
  readonly name: string
  readonly word: RegExp
  readonly why: string
  readonly except: readonly string[]
  readonly planted: string
  /** Searched in comments and prose too. */
  readonly everywhere?: boolean
}

const guards = 'tests/architecture/'
// The set-up step is no part of the program and measures only how old a lock is.
const mayTellTheTime = ['main/hosts/', 'main/setup/', 'tests/']

const bans: readonly Ban[] = [
  {
    name: 'raw markup',
    word: /dangerouslySetInnerHTML|\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write\(/,
    why: 'text from a case is shown as text, never as markup',
    except: [guards],
    planted: 'element.innerHTML = statement',
  },
  {
    name: 'text run as code',
    word: /(?<![\w$.])eval\(|new Function\(/,
    why: 'the content policy forbids it, and so do we',
    except: [guards],
    planted: "eval('1')",
  },
  {
    name: 'JSONFilePreset',
    word: /JSONFilePreset/,
    why: 'under test it keeps everything in memory, so a test of saving saves nothing',
    except: [guards],
    planted: "JSONFilePreset('db.json', {})",
  },
  {
    name: 'the clock',
    word: /\bDate\.now\(|new Date\(\s*\)/,
    why: 'time comes in as now, so that a rule gives the same answer in the office, in a test and in court',
    except: mayTellTheTime,
    planted: 'const at = Date.now()',
  },
  {
    name: 'chance',
    word: /\bMath\.random\(/,
    why: 'chance comes in as random or newId, and it must be fit for keys',
    except: mayTellTheTime,
    planted: 'const id = Math.random()',
  },
  {
    name: 'new BrowserWindow',
    word: /\bnew BrowserWindow\b/,
    why: 'one file opens windows, with the sandbox on',
    except: ['main/hosts/electron.ts', guards],
    planted: 'const window = new BrowserWindow()',
  },
  {
    name: 'a room called shared',
    word: /\bshared\//,
    why: 'it says who uses a thing and so attracts anything; name it after what is in it',
    except: [guards],
    planted: "import { x } from '../shared/x.ts'",
    everywhere: true,
  },
  {
    name: 'a registry host',
    word: /registry\.[a-z-]+\.[a-z]+|\bnpmjs\.(?:org|com)\b|"resolved": "http/,
    why: 'each place has its own registry, and the lock file must suit them all',
    except: [guards],
    planted: '"resolved": "https://registry.example.org/zod.tgz"',
    everywhere: true,
  },
]

const top = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'electron.vite.config.ts',
  'biome.json',
  '.ci/run',
]
const files = [...sources('.ts', '.tsx', '.mjs', '.html', '.css', '.md'), ...top.map(source)]

/** Where a banned word stands, as path and line. */
function found(ban: Ban, from: readonly Source[]): string[] {
  return from
    .filter(({ path }) => !ban.except.some((place) => path.startsWith(place)))
    .filter(({ path }) => ban.everywhere === true || !path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      (ban.everywhere === true ? text : withoutComments(text))
        .split('\n')
        .flatMap((line, index) => (ban.word.test(line) ? [`${path}:${index + 1} (${ban.why})`] : [])),
    )
}

test.each(bans)('$name stands nowhere it may not', (ban) => {
  expect(found(ban, files)).toEqual([])
})

test.each(bans)('the ban on $name can fail', (ban) => {
  expect(found(ban, [{ path: 'renderer/planted.tsx', text: `// a line\n${ban.planted}\n` }])).toEqual([
    `renderer/planted.tsx:2 (${ban.why})`,
  ])
})

test.each(bans.filter((ban) => ban.except.length > 0))('$name may stand where it is allowed', (ban) => {
  for (const place of ban.except) {
    expect(found(ban, [{ path: place.endsWith('/') ? `${place}x.ts` : place, text: ban.planted }])).toEqual(
      [],
    )
  }
})
