/** What makes a page an exhibit: what it was made of, by what, when and where. */
import { escapeHtml } from './escape.ts'
import { showPageTime } from './numbers.ts'

/** A file that was read. */
export interface ExhibitFile {
  /** Its path as it was given; latin1. */
  readonly name: string
  /** Bytes. */
  readonly size?: number | undefined
  /** In hexadecimal. */
  readonly sha256?: string | undefined
}

/** Where a page comes from. Text is latin1. */
export interface Exhibit {
  /** When it was made, in milliseconds since 1970-01-01 UTC. */
  readonly made: number
  /** The name of the machine on which it was made. */
  readonly host?: string | undefined
  /** The program that made it, with its version. */
  readonly tool: string
  /** The command line, its words as they were given. */
  readonly commandLine?: string | undefined
  /** What was asked for that shapes the answer, in words. */
  readonly options?: readonly string[] | undefined
  readonly files: readonly ExhibitFile[]
}

/** The facts as a list, and the files as a table. */
export function exhibitBox({ made, host, tool, commandLine, options = [], files }: Exhibit): string {
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Made', showPageTime(made)],
    ['On the machine', host],
    ['By', tool],
    ['Command line', commandLine],
    ['Options', options.length === 0 ? undefined : options.join('; ')],
    ['Times', 'UTC, marked by a Z'],
  ]
  const list = facts
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value ?? '')}</dd>`)
  return `<dl class="box">${list.join('')}</dl>${filesTable(files)}`
}

function filesTable(files: readonly ExhibitFile[]): string {
  if (files.length === 0) return ''
  const rows = files.map(
    ({ name, size, sha256 }) =>
      `<tr><td class="name">${escapeHtml(name)}</td><td class="number">${size ?? '–'}</td><td class="hash">${sha256 === undefined ? 'not known' : escapeHtml(sha256)}</td></tr>`,
  )
  return `<div class="scroll" role="region" aria-label="Files of the log" tabindex="0"><table id="files"><caption>Files of the log, as they were when the page was made</caption><thead><tr><th scope="col">File</th><th scope="col" class="number">Bytes</th><th scope="col">SHA-256</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`
}
