import { sha256 } from './sha256.mjs'
import { checkBundle, inWords } from './verdict.mjs'

const part = 1 << 20
const largestManifest = 128 << 20
const by = (id) => document.getElementById(id)
const at = { files: [], run: 0 }
const element = (tag, className, words) => {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = words
  return made
}

/** Whether a key signed these bytes; null where this browser cannot tell. */
async function verify(key, signature, signed) {
  let made
  try {
    made = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify'])
  } catch (thrown) {
    // What is no key is refused as such; anything else means that the browser does not know the algorithm.
    return thrown?.name === 'DataError' ? false : null
  }
  try {
    return await crypto.subtle.verify('Ed25519', made, signature, signed)
  } catch {
    return null
  }
}

async function* piecesOf(file, stillWanted) {
  for (let from = 0; from < file.size; from += part) {
    if (!stillWanted()) return
    yield new Uint8Array(await file.slice(from, from + part).arrayBuffer())
  }
}

const isPdf = ({ name }) => /\.pdf$/i.test(name)
const isManifest = ({ name }) => /\.json$/i.test(name)
const stem = ({ name }) => name.replace(/(\.manifest)?\.(json|pdf)$/i, '')

/** Each PDF with its manifest: by name, or the one and the other where there is just one of each. */
function pairs(files) {
  const pdfs = files.filter(isPdf)
  const manifests = files.filter(isManifest)
  if (pdfs.length === 1 && manifests.length === 1) return [[pdfs[0], manifests[0]]]
  return pdfs.map((pdf) => [pdf, manifests.find((each) => stem(each) === stem(pdf))])
}

/** What is still to be chosen before anything can be checked; empty when nothing is. */
function missing(files) {
  const pdfs = files.filter(isPdf).length
  const manifests = files.filter(isManifest).length
  if (pdfs === 0 && manifests === 0)
    return files.length === 0 ? '' : 'Neither a PDF nor a manifest is among those files.'
  if (pdfs === 0) return 'Now choose the PDF.'
  if (manifests === 0)
    return 'Now choose its manifest, the file with the same name that ends in .manifest.json. Without it nothing can be checked.'
  const alone = pairs(files).filter(([, manifest]) => manifest === undefined)
  return alone.map(([pdf]) => `The manifest of ${pdf.name} is not among those files.`).join(' ')
}

function show(name, verdict) {
  const { headline, sentences } = inWords(verdict)
  const note = element('div', `note ${verdict.state}`, '')
  note.append(element('h2', '', headline), element('p', 'name', name))
  for (const sentence of sentences.filter((each) => each !== '')) note.append(element('p', '', sentence))
  if (verdict.sha256) note.append(element('p', 'name mono', `SHA-256 ${verdict.sha256}`))
  by('verdicts').append(note)
}

async function check() {
  at.run += 1
  const { run } = at
  const wanted = () => at.run === run
  const names = at.files.map(({ name }) => name)
  by('verdicts').replaceChildren()
  by('chosen').textContent = [names.join(', '), missing(at.files)].filter((each) => each !== '').join('. ')
  by('work').hidden = true
  if (names.length === 0 || missing(at.files) !== '') return
  by('work').hidden = false
  for (const [pdf, manifest] of pairs(at.files)) {
    try {
      if (manifest.size > largestManifest) throw new Error('The manifest is larger than any there is.')
      const verdict = await checkBundle({
        manifest: new Uint8Array(await manifest.arrayBuffer()),
        pieces: piecesOf(pdf, wanted),
        newHash: sha256,
        verify,
        expected: by('code').value.trim(),
        onBytes: (done) => {
          if (!wanted()) return
          by('bar').value = pdf.size === 0 ? 1 : done / pdf.size
          by('far').textContent = `Reading ${pdf.name}: ${Math.floor((100 * done) / pdf.size)} %`
        },
      })
      if (!wanted()) return
      show(pdf.name, verdict)
    } catch (thrown) {
      if (!wanted()) return
      show(pdf.name, {
        state: 'altered',
        seal: {},
        findings: [{ sentence: `It could not be read, so nothing was checked. ${thrown.message}` }],
      })
    }
  }
  by('work').hidden = true
}

/** Takes files in beside those chosen before: the two may come one after the other. A new one replaces its like. */
function take(files) {
  const fresh = [...files]
  if (fresh.length === 0) return
  const together = fresh.some(isPdf) && fresh.some(isManifest)
  const kept = together ? [] : at.files.filter((old) => !fresh.some((each) => isPdf(each) === isPdf(old)))
  at.files = [...kept, ...fresh]
  void check()
}

by('files').addEventListener('change', ({ target }) => {
  take(target.files)
  // So that choosing the same file again is heard: it may have been put right meanwhile.
  target.value = ''
})
by('code').addEventListener('change', () => void check())
by('stop').addEventListener('click', () => {
  at.run += 1
  by('work').hidden = true
  by('chosen').textContent = 'Stopped. Nothing was found out.'
})
for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'])
  document.addEventListener(kind, (event) => {
    event.preventDefault()
    document.body.classList.toggle('over', kind === 'dragenter' || kind === 'dragover')
    if (kind === 'drop') take(event.dataTransfer?.files ?? [])
  })
