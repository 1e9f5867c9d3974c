/**
 * The specification's runs of `ausearch -i`, in all escape modes, byte for byte. Those of other formats, with criteria
 * and of dropped events are run by the whole command: apps/ts-ausearch/src/specification.test.ts.
 */
import { type LogEvent, LogReader } from '@ts-audit/log'
import { unescapeC } from '@ts-audit/testing/fixtures'
import { describe, expect, test } from 'vitest'
import { fixtureRows } from '../../testing/fixture-rows.ts'
import { accountsFromText } from '../accounts/accounts.ts'
import { ByteSink, latin1Bytes } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { createInterpretContext } from '../create-context.ts'
import type { EscapeMode } from '../escape/escape-mode.ts'
import { C_LOCALE, formatDate, formatTime, localTime, UTC } from '../time.ts'
import { BulkInterpreter } from './bulk-interpreter.ts'

const accounts = accountsFromText('root:x:0:0::/:\ndaemon:x:1:1::/:\n', 'root:x:0:\ndaemon:x:1:\n')

function dateAndTime(seconds: number | bigint): string | undefined {
  const civil = localTime(seconds, UTC)
  return civil === undefined ? undefined : `${formatDate(civil, C_LOCALE)} ${formatTime(civil)}`
}

/** Interface 1 is the loopback device on every Linux host. */
function interfaceName(index: number): string | undefined {
  return index === 1 ? 'lo' : undefined
}

function contextOf(options: string): InterpretContext {
  const mode = (/--escape (\S+)/.exec(options)?.[1] ?? 'tty') as EscapeMode
  return createInterpretContext({ accounts, escape: mode, formatTime: dateAndTime, interfaceName })
}

/** What `-i` prints of an event: its records last to first, of daemon events only the last (spec 02 §5). */
function interpretEvent(event: LogEvent, interpreter: BulkInterpreter): void {
  interpreter.out.writeText('----\n')
  const records = [...event.records].reverse()
  const last = records[0]!
  const daemon = last.type >= 1200 && last.type <= 1299
  for (const record of daemon ? [last] : records) interpreter.write(record, event)
}

function interpretLog(log: string, options: string): string {
  const out = new ByteSink()
  const interpreter = new BulkInterpreter(contextOf(options))
  const reader = new LogReader({
    sink: (event) => {
      interpretEvent(event, interpreter)
      return true
    },
  })
  reader.push(latin1Bytes(log))
  reader.end()
  interpreter.flush(out)
  return out.text()
}

/** The rows ran without arm, AppArmor and io_uring tables; the target has them (spec 03 §0.4, full build). */
const FULL_BUILD: readonly (readonly [log: string, base: string, full: string])[] = [
  ['list=7', 'unknown-list(7)', 'io_uring'],
  ['arch=c00000b7 syscall=2 ', 'unknown-elf-type(c00000b7) syscall=open', 'aarch64 syscall=io_submit'],
  ['arch=40000028 syscall=2 ', 'unknown-elf-type(40000028) syscall=open', 'armeb syscall=fork'],
  ['a1=241 a2=1b6', 'a1=O_WRONLY|O_CREAT|O_TRUNC a2=0666', 'a1=0x241 a2=0x1b6'],
  ['uring_op=18', 'unknown-syscall(18)', 'openat'],
]

function onFullBuild(log: string, expected: string): string {
  const rules = FULL_BUILD.filter(([part]) => log.includes(part))
  const machine = rules.some(([part]) => part.startsWith('arch='))
  const applied = rules.filter(([part]) => machine || part !== 'a1=241 a2=1b6')
  return applied.reduce((text, [, base, full]) => text.replace(base, full), expected)
}

const rows = fixtureRows('interpret-examples.tsv')
  .filter(([, options]) => /(^| )-i|interp/.test(options!) && !/-u/.test(options!))
  // Events that the search stage discards never reach the interpretation.
  .filter(([, , expected]) => expected !== '')

describe('ausearch -i', () => {
  test('there are rows', () => expect(rows.length).toBeGreaterThan(500))
  test.each(rows)('%s %s', (log, options, expected) => {
    expect(interpretLog(unescapeC(log!), options!)).toBe(onFullBuild(log!, unescapeC(expected!)))
  })
})
