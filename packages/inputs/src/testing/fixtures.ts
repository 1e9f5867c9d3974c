/** The files that tests of forms read. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const root = new URL('../../../../', import.meta.url)
const RECORD = /^(node=\S+ )?type=\S+ msg=audit\(\d+\.\d{3}:\d+\):/

/** A file of the `fixtures` folder, as latin1. */
export function fixture(path: string): string {
  return fixtureBytes(path).toString('latin1')
}

export function fixtureBytes(path: string): Buffer {
  return readFileSync(new URL(`fixtures/${path}`, root))
}

/** A line each, without the newline. */
export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}

/** The records among the lines of a log. */
export function recordsOf(log: string): string[] {
  return linesOf(log).filter((line) => RECORD.test(line))
}

/** The logs of real kernels among the fixtures. */
export function fixtureLogs(): (readonly [name: string, log: string])[] {
  return logsIn('fixtures/captures/')
}

/** The whole of those logs, which lie beside the project; none where they do not. */
export function sharedLogs(): (readonly [name: string, log: string])[] {
  return logsIn('../shared/captures/')
}

function logsIn(folder: string): (readonly [name: string, log: string])[] {
  const base = new URL(folder, root)
  if (!existsSync(base)) return []
  return readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\/audit\.log(\.\d+)?$/.test(path))
    .map((path) => [path, readFileSync(new URL(path, base), 'latin1')] as const)
}

/** A file beside the project; undefined where it is not there. */
export function sharedCapture(path: string): string | undefined {
  const url = new URL(`../shared/captures/${path}`, root)
  return existsSync(url) ? readFileSync(url, 'latin1') : undefined
}
