import type { Worker as Thread } from 'node:worker_threads'

/** What the engine's own libraries say of a picture, kept from the terminal of whoever started the program. */
export interface Complaints {
  /** What was said since the last time this was asked, as a sentence about the picture; '' where it is of no concern. */
  remark(): string
}

const most = 20_000

/** Hears the standard error of an engine's thread, which would else be this process's own. */
export function hearComplaints(thread: Thread): Complaints {
  const heard = { text: '' }
  thread.stderr.unpipe(process.stderr)
  thread.stderr.on('data', (part: Buffer | string) => {
    heard.text = `${heard.text}${part}`.slice(0, most)
  })
  thread.stderr.resume()
  return {
    remark() {
      const { text } = heard
      heard.text = ''
      return remarkOn(text)
    },
  }
}

/** What is to be said of a picture its decoder complained of. Other talk, about lines and resolutions, says nothing of it. */
export function remarkOn(said: string): string {
  if (/premature end of jpeg|unexpected end of file/i.test(said))
    return 'Its picture ends before it should: the end of it may be missing.'
  if (
    /corrupt jpeg|extraneous bytes|unsupported marker|libpng (?:error|warning)|crc error|bad data/i.test(said)
  )
    return 'Its picture is damaged: parts of it may be wrong or missing.'
  return ''
}
