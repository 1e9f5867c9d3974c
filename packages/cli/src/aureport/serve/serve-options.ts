/** The option that serves the page, and what it does not go with. */
import { refuseExtension } from '../option-errors.ts'
import type { AureportOption, AureportOptions } from '../options.ts'

const LAST_PORT = 65_535

export const serveOptions: readonly AureportOption[] = [
  {
    names: ['--serve'],
    argument: 'optional',
    placeholder: '[port]',
    meaning:
      'serve the page for a browser, on this machine only, at the address that is printed, until interrupted; with -if or --input-logs it reads these logs, with --passwd and --group their accounts; without a port any free one',
    group: 'Output',
    apply(state, use) {
      const [word] = use.values
      state.serve = word === undefined ? 0 : portOf(word)
    },
  },
]

function portOf(word: string): number {
  const port = /^\d{1,5}$/.test(word) ? Number(word) : 0
  return port > 0 && port <= LAST_PORT
    ? port
    : refuseExtension(`Unknown port (${word}): use 1 to ${LAST_PORT}`)
}

/** A complaint about options that choose what the page itself offers to choose, without its newline. */
export function serveMistake(options: AureportOptions): string | undefined {
  if (options.serve === undefined) return undefined
  const { report, summary, interpret, format, follow, start, end, result, changes, nodes } = options
  const others: readonly (readonly [option: string, isUsed: boolean])[] = [
    ['A report', report !== undefined],
    ['--summary', summary],
    ['-i', interpret],
    ['--format', format !== undefined],
    ['--follow', follow === true],
    ['-ts', start !== undefined],
    ['-te', end !== undefined],
    ['--success or --failed', result !== undefined],
    ['--add or --delete', changes !== undefined],
    ['--node', nodes.length > 0],
  ]
  const [used] = others.find(([, isUsed]) => isUsed) ?? []
  return used === undefined
    ? undefined
    : `${used} is not for --serve: the page has all of them to choose from`
}
