/** The usage text, byte for byte as `aureport` prints it on standard output after every mistake (spec 05 §2.5). */
import { longName } from '../options/command-table.ts'
import type { AureportOption } from './options.ts'

/** The order of the reference. `--add`, `--delete` and what goes beyond the reference are not in it. */
const ORDER: readonly string[] = [
  ...['--avc', '--auth', '--comm', '--config', '--crypto', '--debug', '--eoe-timeout', '--event', '--escape'],
  ...[
    '--file',
    '--failed',
    '--host',
    '--help',
    '--interpret',
    '--input',
    '--input-logs',
    '--integrity',
    '--key',
  ],
  ...['--login', '--mods', '--mac', '--anomaly', '--no-config', '--node', '--pid', '--response', '--syscall'],
  ...['--success', '--summary', '--log', '--end', '--terminal', '--start', '--tty', '--user', '--version'],
  ...['--virt', '--executable'],
]
const TAB = 8
/** Meanings begin here, or after one tab where an option is longer. */
const MEANING_COLUMN = 40

/** The usage text made of option rows. */
export function aureportUsage(rows: readonly AureportOption[]): string {
  const byName = new Map(rows.map((row) => [longName(row), row]))
  const lines = ORDER.flatMap((name) => {
    const row = byName.get(name)
    return row === undefined ? [] : [usageLine(row)]
  })
  return [
    'usage: aureport [options]\n',
    ...lines,
    '\tIf no report is given, the summary report will be displayed\n',
  ].join('')
}

function usageLine({ names, placeholder, meaning }: AureportOption): string {
  const term = placeholder === undefined ? names.join(',') : `${names.join(',')} ${placeholder}`
  const gap = MEANING_COLUMN - TAB - term.length
  return `\t${term}${'\t'.repeat(Math.max(1, Math.ceil(gap / TAB)))}${meaning}\n`
}
