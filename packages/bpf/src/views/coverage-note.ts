/** The coverage note that every human view ends with: what this log can tell, and what it cannot. */
import type { Coverage } from '../coverage.ts'

type Counted = readonly [count: number, one: string, more: string]

/** What a reader must know before the rows: how far they can be trusted, and why not further. */
export function coverageHead({ confidence, reasons }: Coverage): string[] {
  if (confidence === 'high') return []
  return [`Confidence: ${confidence}`, ...reasons.map((reason) => `  ${reason}`)]
}

/** The lines of the note; counts of 0 are left out. */
export function coverageNote(coverage: Coverage): string[] {
  const counted: readonly Counted[] = [
    [
      coverage.bystanderUnloads,
      'unload inside a call that cannot have dropped the program',
      'unloads inside a call that cannot have dropped the program',
    ],
    [coverage.unknownTimeUnloads, 'unload at an unknown time', 'unloads at an unknown time'],
    [coverage.unidentifiedUnloads, 'unload with prog-id=0', 'unloads with prog-id=0'],
    [
      coverage.unloadsWithoutLoad,
      'unload of a program loaded before the log, or whose load was lost',
      'unloads of programs loaded before the log, or whose load was lost',
    ],
    [coverage.goneAtBoot, 'program gone with its boot', 'programs gone with their boot'],
    [coverage.serials.missing, 'serial number missing', 'serial numbers missing'],
    [coverage.lostMessages, 'message reported lost', 'messages reported lost'],
  ]
  return [
    `Coverage: ${loadersKnown(coverage)}, ${amount([coverage.boots.length, 'boot', 'boots'])}`,
    ...counted.filter(([count]) => count > 0).map((entry) => `  ${amount(entry)}`),
    ...coverage.boots
      .filter(({ boot }) => boot > 1)
      .map(
        ({ boot, node, signs }) =>
          `  boot ${boot}${node === undefined ? '' : ` of ${node}`} is judged by: ${signs.join(', ')}`,
      ),
    ...coverage.notes.map((note) => `  ${note}`),
    ...coverage.rulesToAdd.map((rule) => `  Rule to add: ${rule}`),
  ]
}

function loadersKnown({ loads, loadsWithSyscall, syscallShare }: Coverage): string {
  const share = syscallShare === undefined ? '' : ` (${Number((syscallShare * 100).toFixed(1))} %)`
  return `${loadsWithSyscall} of ${loads} loads name their loader${share}`
}

function amount([count, one, more]: Counted): string {
  return `${count} ${count === 1 ? one : more}`
}
