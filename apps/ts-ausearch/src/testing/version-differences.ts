/**
 * What version 3.0.9 of the reference does otherwise than 4.2, whose behaviour is specified and ours; and what we do otherwise.
 *
 * A difference does not excuse a case by its looks: the case is run again without what the difference is about (records
 * of a type, an option), and is explained only when both commands then do the same.
 */
import { parseRecordType } from '@ts-audit/tables/record-types'
import type { Outcome } from '@ts-audit/testing/command'

/** USER, the first type that records have; names that nobody knows have the number -1. */
const LOWEST_TYPE = 1005

/** One command line on one log. */
export interface DifferentialCase {
  readonly log: string
  readonly options: readonly string[]
}

/** A difference between versions. */
export interface VersionDifference {
  readonly name: string
  /** The rule of version 4.2, and where it is specified. */
  readonly rule: string
  /** The case without what is treated otherwise; the same case when it has nothing of that. */
  readonly without: (one: DifferentialCase) => DifferentialCase
}

const withoutRecords =
  (changed: (type: string) => boolean) =>
  ({ log, options }: DifferentialCase): DifferentialCase => ({
    options,
    log: log
      .split('\n')
      .filter((line) => !changed(typeName(line)))
      .join('\n'),
  })

/** The type name of a line as spec 01 §3 finds it: five bytes after the start of the token. */
function typeName(line: string): string {
  const tokens =
    line
      .slice(0, line.startsWith('n') ? 340 : 80)
      .split('\0', 1)[0]
      ?.split(/ +/) ?? []
  const [first = '', ...others] = tokens.filter((token) => token !== '')
  return (first.startsWith('n') ? (others[0] ?? '') : first).slice(5)
}

/** Replaces in what follows the stamps, whatever stands before their bracket: the same records make the same events. */
const replaceInRecords =
  (pattern: RegExp, replacement: string) =>
  ({ log, options }: DifferentialCase): DifferentialCase => ({
    options,
    log: log.replace(/(?<=\bmsg=[^(\n]*\([^)\n]*\)).*/g, (body) => body.replace(pattern, replacement)),
  })

/** The difference is only in what interpreted output shows. */
const interpreted =
  (without: VersionDifference['without']): VersionDifference['without'] =>
  (one) =>
    /(?:^|\u0001)(?:-i|--interpret|interpret)(?:$|\u0001)/.test(one.options.join('\u0001'))
      ? without(one)
      : one

const replaceOption =
  (pattern: RegExp, replacement: string) =>
  ({ log, options }: DifferentialCase): DifferentialCase => ({
    log,
    options: options
      .join('\u0001')
      .replace(pattern, replacement)
      .split('\u0001')
      .filter((option, index) => option !== '' || index > 0),
  })

/** In the order in which they are tried. */
export const versionDifferences: readonly VersionDifference[] = [
  {
    name: 'LOGIN',
    rule: 'a LOGIN record is one of several of its event (spec 01 §4.1); version 3 ends the event with it',
    without: withoutRecords((type) => type === 'LOGIN' || type === 'UNKNOWN[1006]'),
  },
  {
    name: 'unknown type',
    rule: 'a record of unknown or low type is one of several of its event (spec 01 §4.1); version 3 ends the event with it',
    without: withoutRecords((type) => parseRecordType(type) < LOWEST_TYPE),
  },
  {
    name: 'access decision',
    rule: 'AVC and USER_AVC have other steps (spec 01 §5.5)',
    without: withoutRecords((type) => /AVC$|^UNKNOWN\[1400\]$/.test(type)),
  },
  {
    name: 'enrichment',
    rule: 'every record of an enriched event ends in 0x1D (spec 01 §3.1); version 3 interprets with it otherwise',
    without: ({ log, options }) => ({ options, log: log.replace(/\x1d.*/g, '') }),
  },
  {
    name: 'process number',
    rule: 'process numbers above 2147483647 are refused (spec 01 §1.3)',
    without: replaceOption(/(?:^|\u0001)-pp?\u0001\d{10,}/g, ''),
  },
  {
    name: 'session number',
    rule: 'session numbers above 4294967295 are refused as such (spec 01 §1.3)',
    without: replaceOption(/(?:^|\u0001)--session\u0001(?:\d{11,}|[5-9]\d{9})/g, ''),
  },
  {
    name: 'negative seconds',
    rule: 'a stamp of negative seconds is an error (spec 01 §3)',
    without: ({ log, options }) => ({ options, log: log.replace(/^.*audit\(-.*\n?/gm, '') }),
  },
  {
    name: 'daemon',
    rule: 'the uid of DAEMON records is searched from the stamp on, not after the auid (spec 01 §5.5)',
    without: withoutRecords((type) => type.startsWith('DAEMON_')),
  },
  {
    name: 'user number and name',
    rule: 'next to -ua NUMBER, where version 3 crashes or matches anything, a missing name does not match (spec 01 §6.4)',
    without: (one) =>
      /\u0001-u[iel]\u0001[a-z]/.test(`\u0001${one.options.join('\u0001')}`)
        ? replaceOption(/(?:^|\u0001)-ua\u0001\d[^\u0001]*/g, '')(one)
        : one,
  },
  {
    name: 'account number',
    rule: 'a user or group that begins with a digit must be a 32-bit number (spec 01 §1.3)',
    without: replaceOption(
      /(?:^|\u0001)-[ug][aeil]\u0001(?:\d+[^\d\u0001][^\u0001]*|\d{11,}|[5-9]\d{9})/g,
      '',
    ),
  },
  {
    name: 'exit number',
    rule: 'a malformed exit value is refused (spec 01 §1.3)',
    without: replaceOption(/(?:^|\u0001)-e\u000108(?=$|\u0001)/g, ''),
  },
  {
    name: 'arch given twice',
    rule: 'is refused as such, whatever else is wrong with it (spec 01 §1.3)',
    without: replaceOption(/(?<=--arch\u0001.*)\u0001--arch\u0001[^\u0001]*/g, ''),
  },
  {
    name: 'subject and object',
    rule: 'both must match (spec 01 §6.3); one is enough for version 3',
    without: (one) =>
      one.options.includes('-su') && one.options.includes('-o')
        ? replaceOption(/(?:^|\u0001)-o\u0001[^\u0001]*/g, '')(one)
        : one,
  },
  {
    name: 'listener',
    rule: 'fills what the event has not set, a missing uid as 0 (spec 01 §5.5 "LISTENER")',
    without: withoutRecords((type) => type === 'NETFILTER_CFG' || type === 'EVENT_LISTENER'),
  },
  {
    name: 'odd digit',
    rule: 'a last odd hex digit is not decoded (spec 03 §4.29, §6)',
    without: interpreted(replaceInRecords(/(?<==(?:[0-9A-F]{2})+)[0-9A-F](?![0-9A-F])/gi, '')),
  },
  {
    name: 'socket address',
    rule: 'families without a form of their own are named, hex ends where it ends (spec 03 §4.11)',
    without: interpreted(replaceInRecords(/\bsaddr=\S*/g, '')),
  },
  {
    name: 'unnamed socket',
    rule: 'a saddr of the family unix and nothing else is not too short (spec 01 §5.5)',
    without: replaceInRecords(/\bsaddr=0100(?![0-9A-F])/gi, ''),
  },
  {
    name: 'message',
    rule: "the walk goes on inside msg='…', closed or not, from its first field on (spec 02 §5.2)",
    without: interpreted(replaceInRecords(/\bmsg='?/g, '')),
  },
  {
    name: 'argument of clone and bpf',
    rule: 'all flags and commands have names (spec 03 §5)',
    without: interpreted(replaceInRecords(/\bsyscall=(?:56|321)\b/g, 'syscall=0')),
  },
  {
    name: 'ppc',
    rule: 'syscall 0 of ppc has a name (the table that packages/tables is made from)',
    without: interpreted(replaceInRecords(/\barch=14\b/g, 'arch=40000003')),
  },
  {
    name: 'event by its number',
    rule: '-a finds an event whose fields cannot be read (COMPATIBILITY.md): ours, and no difference of versions',
    without: replaceOption(/(?:^|\u0001)-a\u0001[^\u0001]*/g, ''),
  },
  {
    name: 'normalisation',
    rule: 'events are normalised otherwise (spec 04); the same events are found',
    without: replaceOption(/(?<=^|\u0001)--format\u0001(?:csv|text)(?=$|\u0001)/, '-r'),
  },
]

/** The cases to run for an explanation: without each difference there is, then without the first two, three, all. */
export function casesWithout(
  one: DifferentialCase,
): readonly { readonly name: string; readonly rest: DifferentialCase }[] {
  const present = versionDifferences.filter(({ without }) => !isSame(without(one), one))
  const single = present.map(({ name, without }) => ({ name, rest: without(one) }))
  const joined = present.slice(1).map((_, index) => {
    const several = present.slice(0, index + 2)
    return {
      name: several.map(({ name }) => name).join(' + '),
      rest: several.reduce((rest, { without }) => without(rest), one),
    }
  })
  return [...single, ...joined]
}

function isSame(one: DifferentialCase, other: DifferentialCase): boolean {
  return one.log === other.log && one.options.join('\0') === other.options.join('\0')
}

/** Output without texts that versions word differently. */
export function withoutChangedTexts({ status, stdout, stderr }: Outcome): Outcome {
  return {
    status,
    stdout,
    stderr: stderr
      // The list has the names of the version (spec 01 §1.6).
      .replace(/^(Valid message types are: ).*/m, '$1')
      // The length is new in version 4 (spec 01 §5.5 "SOCKADDR").
      .replace(/^(sun_path len too short)(?: \(\d+\))?$/gm, '$1')
      // So is the number of this failure (spec 01 §5.5 "SOCKADDR"), which --debug shows.
      .replace(/^(Malformed event skipped, rc=)[34](?=\. (?:node=\S* )?type=SOCKADDR )/gm, '$1'),
  }
}
