/** Reads the tab-separated fixtures of this package; for tests only. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The cells of each row as latin1 texts, as they stand; the first line is a header. */
export function fixtureRows(name: string): string[][] {
  const path = fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
  const lines = readFileSync(path, 'latin1').split('\n').slice(1)
  return lines.filter((line) => line !== '').map((line) => line.split('\t'))
}

/** Undoes the escapes of logs and outputs: `\n`, `\t`, `\\` and `\xHH`. */
export function unescapeC(text: string): string {
  return text.replace(/\\(x[0-9a-f]{2}|.)/gi, (_whole, code: string) => {
    if (code.startsWith('x')) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return { n: '\n', t: '\t', r: '\r' }[code] ?? code
  })
}
