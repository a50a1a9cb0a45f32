// Checks a bundle against the manifest beside it, without Turnstone:
//
//   node verify-bundle.mjs BUNDLE.pdf [--manifest FILE] [--holder-key KEY] [--json]
//
// For plain Node, 18 or later; uses nothing but what Node brings, and no network. KEY is the key, or its code, of who
// ought to have sealed the bundle. What is checked is described in FORMAT.md. Exit code 0: it matches; 1: it does not;
// 2: it could not be checked.
import * as crypto from 'node:crypto'
import * as fs from 'node:fs'
import { checkBundle, inWords } from './verifying/verdict.mjs'

const newHash = () => {
  const hash = crypto.createHash('sha256')
  return { update: (bytes) => hash.update(bytes), digest: () => hash.digest('hex') }
}

function verify(key, signature, signed) {
  const x = Buffer.from(key).toString('base64url')
  try {
    const made = crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return crypto.verify(null, signed, made, signature)
  } catch {
    return false
  }
}

class Refusal extends Error {}
const refuse = (sentence) => {
  throw new Refusal(sentence)
}
const readable = (path) => {
  const stats = fs.statSync(path, { throwIfNoEntry: false })
  if (!stats?.isFile()) refuse(`${path} is not there, or no file.`)
  return path
}

async function main(argv) {
  // A script whose variable is not set gives nothing, and must not hear that all is well.
  const flag = (name) => {
    if (!argv.includes(name)) return undefined
    const [, value = ''] = argv.splice(argv.indexOf(name), 2)
    return value.trim() === '' ? refuse(`${name} was given nothing.`) : value
  }
  const [beside, expected] = ['--manifest', '--holder-key'].map(flag)
  const json = argv.includes('--json') && argv.splice(argv.indexOf('--json'), 1).length === 1
  if (argv.length !== 1 || argv[0].startsWith('--'))
    refuse('Say: node verify-bundle.mjs BUNDLE.pdf [--manifest FILE] [--holder-key KEY] [--json]')
  const pdf = readable(argv[0])
  const manifest = fs.readFileSync(readable(beside ?? `${pdf.replace(/\.pdf$/i, '')}.manifest.json`))
  const pieces = fs.createReadStream(pdf, { highWaterMark: 1 << 20 })
  const verdict = await checkBundle({ manifest, pieces, newHash, verify, expected })
  const { headline, sentences } = inWords(verdict)
  const words = [headline, ...sentences.filter((each) => each !== '').map((each) => `  ${each}`)].join('\n')
  process.stdout.write(`${json ? JSON.stringify(verdict) : words}\n`)
  return verdict.state === 'altered' ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2)).catch((thrown) => {
  process.stderr.write(`${thrown instanceof Refusal ? thrown.message : thrown.stack}\n`)
  return 2
})
