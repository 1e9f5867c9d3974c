/** Small logs made of records of real ones and of nobody's: interleaved, repeated, damaged. Text is latin1. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { nextPlace, quotedAsHex } from '@ts-audit/testing/damage'
import { fixtures } from '@ts-audit/testing/fixtures'
import type { Random } from '@ts-audit/testing/random'
import { randomRecord } from './random-record.ts'

const HEAD = 400
/** Real records that version 3 of the reference treats otherwise (see version-differences.ts). */
const CHANGED = /^(?:node=\S+ )?type=(?:AVC|USER_AVC|URINGOP|LOGIN|DAEMON_END|NO_SUCH_TYPE|UNKNOWN) |\x1d/

/** The first lines of every log in fixtures/small and fixtures/captures. */
export function realLines(): string[] {
  return ['small', 'captures'].flatMap((folder) =>
    readdirSync(path.join(fixtures, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.log(\.\d+)?$/.test(name))
      .sort()
      .flatMap((name) => {
        const lines = readFileSync(path.join(fixtures, folder, name), 'latin1').split('\n')
        return lines.slice(0, HEAD).filter((line) => line !== '')
      }),
  )
}

/** A log of a few dozen lines: neighbours of real logs, mostly under new stamps, and invented records. */
export function randomLog(lines: readonly string[], random: Random): string {
  const log: string[] = []
  const changed = random.once(8)
  const sources = { lines, changed }
  let second = 1_700_000_000
  for (let left = 1 + random.below(12); left > 0; left--) {
    if (random.once(3)) second += random.below(4)
    const stamp = randomStamp(random, second)
    for (const line of group(sources, random, stamp))
      log.splice(nextPlace(log, random), 0, damage(line, random))
  }
  for (let left = random.below(3); left > 0; left--) random.pick(REARRANGEMENTS)(log, random)
  return `${log.join('\n')}${random.once(8) ? '' : '\n'}`
}

interface Sources {
  readonly lines: readonly string[]
  /** Records that version 3 treats otherwise may occur. */
  readonly changed: boolean
}

function group({ lines, changed }: Sources, random: Random, stamp: string): string[] {
  const size = 1 + random.below(5)
  if (random.once(2)) return Array.from({ length: size }, () => randomRecord(random, stamp, changed))
  const from = random.below(lines.length)
  const real = lines.slice(from, from + size).filter((line) => changed || !CHANGED.test(line))
  return random.once(4) ? real : real.map((line) => line.replace(/audit\([^)]*\)/, stamp))
}

const ODD_STAMPS = [
  '1.0:1',
  '1.000:1',
  '1700000000:5',
  '1700000000.5',
  'abcdefghijk.abc:x',
  '1700000000.1000:5',
]

function randomStamp(random: Random, second: number): string {
  if (random.once(40)) return `audit(${random.pick(ODD_STAMPS)})`
  return `audit(${second}.${random.once(4) ? '250' : '000'}:${1 + random.below(40)})`
}

type Damage = (line: string, random: Random) => string

const DAMAGES: readonly Damage[] = [
  (line, random) => line.slice(0, random.below(line.length + 1)),
  withoutField,
  (line, random) => withoutField(withoutField(line, random), random),
  (line, random) => replaceAt(line, random, String.fromCharCode(random.below(256))),
  (line, random) => replaceAt(line, random, random.pick(['"', ' ', "'", '=', '(', ')', 'f', '0', ',', '\0'])),
  (line, random) => `${line} ${random.pick(EXTRA_FIELDS)}`,
  quotedAsHex,
  (line) => `${line}\r`,
  (line, random) => `${line} comm="${'x'.repeat(8900 + random.below(200))}" pid=1 `,
  (line, random) => `node=${random.pick(NODES)} ${line}`,
  (line, random) => `${random.pick(ODD_BEGINNINGS)}${line}`,
  (line) => `${line}\x1dUID="alice" AUID="bob"`,
]

const NODES = ['web1', 'web2', 'n'.repeat(100)]
const ODD_BEGINNINGS = [' ', '  ', '\t', 'audit: ', 'node=', 'n ', '\x1d', 'Nov 14 host kernel: ']
const EXTRA_FIELDS = [
  'res=failed',
  "res=failed'",
  'res=0',
  'key="extra" ',
  'hostname=h.example addr=? terminal=pts/1 ',
  'acct="root"',
  'tty=pts3 ses=7 ',
]

function damage(line: string, random: Random): string {
  return random.once(3) ? random.pick(DAMAGES)(line, random) : line
}

type Rearrangement = (log: string[], random: Random) => void

const REARRANGEMENTS: readonly Rearrangement[] = [
  (log, random) => log.splice(random.below(log.length + 1), 0, log[random.below(log.length)] ?? ''),
  (log, random) => log.splice(random.below(log.length + 1), 0, ''),
  (log, random) => log.splice(random.below(log.length + 1), 0, ...log.splice(random.below(log.length), 1)),
]

function withoutField(line: string, random: Random): string {
  const fields = line.split(' ')
  if (fields.length < 5) return line
  fields.splice(random.once(8) ? random.below(3) : 3 + random.below(fields.length - 3), 1)
  return fields.join(' ')
}

function replaceAt(line: string, random: Random, character: string): string {
  const at = random.below(line.length + 1)
  return line.slice(0, at) + character + line.slice(at + 1)
}
