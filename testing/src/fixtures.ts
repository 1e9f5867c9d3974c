/** The folder fixtures/ of the project, and the tables of tab-separated cells in it and in the packages. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Its path, with a slash at the end. */
export const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url))

/** The cells of each row of a table as latin1 texts, as they stand; the first line is a header. */
export function tableRows(file: string | URL): string[][] {
  const lines = readFileSync(file, 'latin1').split('\n').slice(1)
  return lines.filter((line) => line !== '').map((line) => line.split('\t'))
}

/** Undoes the escapes of logs and outputs: `\n`, `\t`, `\r`, `\\` and `\xHH`. */
export function unescapeC(text: string): string {
  return text.replace(/\\(x[0-9a-f]{2}|.)/gi, (_whole, code: string) => {
    if (code.startsWith('x')) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return { n: '\n', t: '\t', r: '\r' }[code] ?? code
  })
}
