// Gets a case out of its sealed folder without Turnstone:
//
//   node recover.mjs CASE (--passphrase-file F | --recovery-key-file F) --to DIR
//
// For plain Node, 18 or later (Electron's lacks a cipher this needs). It reads the case and never writes to it, asks no
// network, and uses nothing but what Node brings, save for Argon2id from hash-wasm when a passphrase is used. What it
// reads is described in FORMAT.md; README.md beside this file says how to use it. Damage is passed over and listed in
// LOST.txt. Exit code 0: all there; 2: written, with losses; 1: refused, and nothing is written.
import * as fs from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { attempt, lost, Refusal, refuse } from './recovery/losses.mjs'
import { outputIn, safeName } from './recovery/plain-folder.mjs'
import { identityIn, passphraseIn } from './recovery/secrets.mjs'
import { readState } from './recovery/state.mjs'
import { writeStored } from './recovery/stored-files.mjs'
import { unlock } from './recovery/unlock.mjs'
import { csv, jcs, lines } from './recovery/words.mjs'

const about = `This folder holds a case in plain form, taken out of its sealed folder without Turnstone.
NOTHING HERE IS SEALED: it may name victims and say how to reach them. Keep it as you would keep the case.

exhibits/     the exhibits' files, by reference, as they were taken in
statements/   the words of the statements
other-files/  stored files that no exhibit or statement names now, such as earlier wordings
records/      every record of the case, a file for each kind; tx is the number of the change that put it there
history/      who did what and when: audit.csv to read, audit.jsonl exact; versions.jsonl, every change kept
case.json     what the case says of itself
LOST.txt      what was missing or damaged. Read it first.

SHA-256 of each file:
`

async function main(argv) {
  if (process.versions.electron !== undefined)
    refuse('This is for plain Node; Electron’s lacks a cipher it needs.')
  const flag = (name) => (argv.includes(name) ? argv.splice(argv.indexOf(name), 2)[1] : undefined)
  const [to, pass, recovery] = ['--to', '--passphrase-file', '--recovery-key-file'].map(flag)
  if (argv.length !== 1 || !to || (pass === undefined) === (recovery === undefined))
    refuse('Say: node recover.mjs CASE (--passphrase-file F | --recovery-key-file F) --to DIR')
  const read = recovery === undefined ? passphraseIn : identityIn
  const secret = read(attempt(() => fs.readFileSync(pass ?? recovery)))
  const folder = attempt(() => fs.realpathSync(argv[0])) ?? refuse(`There is no folder ${argv[0]}.`)
  const real = (path) => attempt(() => fs.realpathSync(path)) ?? join(real(dirname(path)), basename(path))
  const target = real(resolve(to))
  if (`${target}${sep}`.startsWith(`${folder}${sep}`))
    refuse('The target lies inside the case. Choose another folder.')
  if (fs.existsSync(target) && attempt(() => fs.readdirSync(target).length) !== 0)
    refuse(`${to} is not an empty folder.`)
  const box = { folder, ...(await unlock(folder, secret)) }
  const state = readState(box)
  fs.mkdirSync(target, { recursive: true, mode: 0o700 })
  const out = outputIn(target)
  for (const [collection, records] of state.collections) {
    const rows = [...records.values()].sort((a, b) => (a.record.id < b.record.id ? -1 : 1))
    if (rows.length > 0)
      out.text('records', `${safeName(collection)}.json`, `${JSON.stringify(rows, null, 2)}\n`)
  }
  const { tx, at, audit } = state
  const blobs = [...state.blobs.values()].sort((a, b) => (a.uid < b.uid ? -1 : 1))
  const facts = { at, audit, blobs, caseId: box.caseId.toString('hex'), holders: box.holders, name: box.name }
  out.text('.', 'case.json', `${jcs({ ...facts, past: box.past, tx })}\n`)
  out.text('history', 'audit.csv', csv(state.history))
  out.text('history', 'audit.jsonl', lines(state.history))
  out.text('history', 'versions.jsonl', lines(state.changes))
  writeStored(box, state, out)
  out.text('.', 'LOST.txt', lost.length === 0 ? 'Nothing is missing or damaged.\n' : `${lost.join('\n')}\n`)
  fs.writeFileSync(join(target, 'READ-ME.txt'), `${about}${out.sums.join('\n')}\n`, {
    flag: 'wx',
    mode: 0o600,
  })
  process.stdout.write(
    `${target}: ${out.sums.length} files; ${lost.length} losses${lost.length > 0 ? ', see LOST.txt' : ''}.\n`,
  )
  if (box.older !== undefined) process.stderr.write(`${box.older}\n`)
  return lost.length === 0 ? 0 : 2
}

process.exitCode = await main(process.argv.slice(2)).catch((thrown) => {
  process.stderr.write(`${thrown instanceof Refusal ? thrown.message : thrown.stack}\n`)
  return 1
})
