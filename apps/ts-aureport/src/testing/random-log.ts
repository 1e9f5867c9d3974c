/** Small logs made of records of real ones: shuffled, interleaved, damaged. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { nextPlace, quotedAsHex } from '@ts-audit/testing/damage'
import { fixtures } from '@ts-audit/testing/fixtures'
import type { Random } from '@ts-audit/testing/random'

const captures = path.join(fixtures, 'captures')
const examples = fileURLToPath(new URL('../../../../packages/aureport/fixtures/logs/', import.meta.url))

/**
 * What the installed version 3 reads otherwise than version 4, whose behaviour we have (found by running the
 * specification's examples with it): access decisions, io_uring, LOGIN and unknown names as events of their own, the
 * uid of DAEMON_END, unnamed sockets, negative stamps, and key lists without keys, on which it crashes.
 */
const CHANGED =
  /^type=(?:AVC|USER_AVC|URINGOP|LOGIN|DAEMON_END|NO_SUCH_TYPE) |saddr=0100|audit\(-|^type=UNKNOWN\[(?:1336|1423|1424)\]| key=0[01]/

/** Lines of real logs, without enrichment, which version 3 uses and version 4 does not. */
export function realLines(): string[] {
  const files = readdirSync(captures, { recursive: true, encoding: 'utf8' })
    .filter((name) => /audit.*\.log(\.\d+)?$/.test(name))
    .map((name) => path.join(captures, name))
  const logs = ['ks.log', 'old.log', 'nodes.log', 'q-file.log', 'q-user.log', 'q-misc.log'].map((name) =>
    path.join(examples, name),
  )
  return [...files, ...logs].flatMap(linesOf)
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'latin1')
    .split('\n')
    .filter((line) => line !== '' && !CHANGED.test(line.replace(/^node=\S+ /, '')))
    .map((line) => line.replace(/\x1d.*$/, ''))
}

/** A log of up to 60 lines: neighbours of real logs under new stamps, some of them damaged. Text is latin1. */
export function randomLog(lines: readonly string[], random: Random): string {
  const log: string[] = []
  let second = 1_700_000_000
  for (let left = 1 + random.below(15); left > 0; left--) {
    const from = random.below(lines.length)
    const serial = 1 + random.below(40)
    if (random.once(3)) second += random.below(4)
    const stamp = `audit(${second}.${random.once(4) ? '250' : '000'}:${serial})`
    for (const line of lines.slice(from, from + 1 + random.below(6))) {
      log.splice(nextPlace(log, random), 0, damage(line.replace(/audit\([^)]*\)/, stamp), random))
    }
  }
  return `${log.join('\n')}${random.once(10) ? '' : '\n'}`
}

const DAMAGES: readonly ((line: string, random: Random) => string)[] = [
  (line, random) => line.slice(0, 60 + random.below(Math.max(1, line.length - 60))),
  (line, random) => withoutField(line, random),
  (line, random) => withoutField(withoutField(line, random), random),
  (line, random) =>
    replaceAt(line, random, random.pick(['"', ' ', "'", '=', '(', 'f', '0', ',', '\x01', '\xe9'])),
  (line, random) => `${line} ${random.pick(EXTRA_FIELDS)}`,
  quotedAsHex,
  (line, random) =>
    line.replace(/(uid|pid|ses)=\d+/, `$1=${random.pick(['4294967295', '0', '-1', 'unset', '1000'])}`),
]

const EXTRA_FIELDS = [
  'res=failed',
  "res=failed'",
  'res=0',
  'key="extra"',
  'hostname=h.example addr=? terminal=pts/1',
  'acct="root"',
  'tty=pts3 ses=7',
]

/** The header stays as it is. */
function damage(line: string, random: Random): string {
  return random.once(3) ? random.pick(DAMAGES)(line, random) : line
}

function withoutField(line: string, random: Random): string {
  const fields = line.split(' ')
  if (fields.length < 5) return line
  fields.splice(3 + random.below(fields.length - 3), 1)
  return fields.join(' ')
}

function replaceAt(line: string, random: Random, character: string): string {
  const at = Math.min(line.length - 1, 60 + random.below(line.length))
  return line.slice(0, at) + character + line.slice(at + 1)
}
