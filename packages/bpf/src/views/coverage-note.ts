/** The coverage note that every human view ends with: what this log can tell, and what not. */
import type { Coverage } from '../coverage.ts'
import { showShare } from '../html/numbers.ts'

/** The note, a line each; numbers that are 0 and say nothing are left out. */
export function coverageNote(coverage: Coverage): string[] {
  const counted: readonly (readonly [count: number, words: string])[] = [
    [coverage.bystanderUnloads, 'unloads inside a call that cannot have dropped the program'],
    [coverage.unknownTimeUnloads, 'unloads at an unknown time'],
    [coverage.unidentifiedUnloads, 'unloads with prog-id=0'],
    [coverage.unloadsWithoutLoad, 'unloads of programs loaded before the log, or whose load was lost'],
    [coverage.goneAtBoot, 'programs gone with their boot'],
    [coverage.serials.missing, 'serial numbers missing'],
    [coverage.lostMessages, 'messages reported lost'],
  ]
  const share = `${coverage.loadsWithSyscall} of ${coverage.loads} loads name their loader (${showShare(coverage.syscallShare)})`
  return [
    `Coverage: ${share}, ${coverage.boots.length} boots`,
    ...counted.filter(([count]) => count > 0).map(([count, words]) => `  ${count} ${words}`),
    ...coverage.boots
      .slice(1)
      .map(
        ({ boot, node, signs }) =>
          `  boot ${boot}${node === undefined ? '' : ` of ${node}`} is judged by: ${signs.join(', ')}`,
      ),
    ...coverage.notes.map((note) => `  ${note}`),
    ...coverage.rulesToAdd.map((rule) => `  Rule to add: ${rule}`),
  ]
}
