/** JSON in the form of RFC 8785. */
export function jcs(value) {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${jcs(value[key])}`)
  return `{${parts.join(',')}}`
}
export const lines = (rows) => rows.map((row) => `${jcs(row)}\n`).join('')

export function csv(history) {
  const cell = (value) => {
    const words = typeof value === 'string' || typeof value === 'number' ? String(value) : jcs(value ?? '')
    // A spreadsheet would take such a cell for a formula.
    return `"${(/^[=+\-@\t\r]/u.test(words) ? `'${words}` : words).replaceAll('"', '""')}"`
  }
  const columns = ['seq', 'at', 'actor', 'device', 'app', 'action', 'target', 'detail']
  const rows = history.map(({ entry }) => {
    const told = JSON.parse(entry)
    return columns.map((name) => cell(name === 'at' ? new Date(told.at).toISOString() : told[name])).join(',')
  })
  return `\ufeff${[columns.join(','), ...rows].join('\r\n')}\r\n`
}
