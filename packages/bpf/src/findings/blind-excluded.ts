/** Programs are loaded, but BPF records are not written: their ids and their ends are unknown. */
import type { FindingRule } from './finding.ts'

export const blindExcluded: FindingRule = {
  name: 'blind-bpf-excluded',
  severity: 'medium',
  technique: 'T1562.001',
  watch: ({ raise }) => ({
    end: ({ counts }) => {
      const { loads, loadsWithoutRecord, firstWithoutRecord, processWithoutRecord, inferredIds } = counts
      if (firstWithoutRecord === undefined) return
      const calls = loadsWithoutRecord === 1 ? 'call' : 'calls'
      if (loadsWithoutRecord * 2 < loads) {
        const { pid, identity } = processWithoutRecord ?? {}
        const who =
          identity?.exe === undefined ? '' : `: ${identity.exe}${pid === undefined ? '' : `, pid ${pid}`}`
        const some = `${loadsWithoutRecord} successful PROG_LOAD ${calls} without a BPF record, while others have one${loadsWithoutRecord > 1 ? '; the first' : ''}${who}. The record was lost, or is gone from the log.${inferredText(inferredIds)}`
        raise({
          sentence: some,
          evidence: [firstWithoutRecord],
          node: undefined,
          process: processWithoutRecord,
        })
        return
      }
      const sentence = `${loadsWithoutRecord} successful PROG_LOAD ${calls} without a BPF record: an exclude rule drops them (-a always,exclude -F msgtype=BPF?), or they were lost.`
      raise({ sentence, evidence: [firstWithoutRecord], node: undefined })
    },
  }),
}

/** ` By the ids of the loads around, it was program 63.` */
function inferredText(ids: readonly number[]): string {
  if (ids.length === 0) return ''
  const named = ids.slice(0, MOST_NAMED).join(', ')
  return ` By the ids of the loads around, ${ids.length === 1 ? `it was program ${named}` : `they were programs ${named}${ids.length > MOST_NAMED ? ', …' : ''}`}.`
}

const MOST_NAMED = 10
