/** Ids are missing among those of the LOADs: programs were loaded whose LOAD is not in the log. */
import type { Severity } from '../fields/finding.ts'
import type { BlindStretch } from '../track/blind-stretches.ts'
import type { IdGap } from '../track/load-ids.ts'
import { stampText, stampTime } from '../track/stamp.ts'
import type { FindingRule } from './finding.ts'

/** Milliseconds. Programs that the log lacks for longer are no slip of one moment. */
const LONG = 60_000

/** The log itself does not tell why: auditing was changed or was off in between, records are missing too, or it is long. */
export const blindMissingIds: FindingRule = rule('blind-missing-ids', 'medium', isGrave)

/** Ids are missing within a moment, and nothing else is: what loaded the programs may not be audited. */
export const missingIds: FindingRule = rule('missing-ids', 'low', (gap) => !isGrave(gap))

function rule(name: string, severity: Severity, concerns: (gap: IdGap) => boolean): FindingRule {
  return {
    name,
    severity,
    technique: 'T1562.001',
    watch: ({ raise }) => ({
      end: ({ boots }) => {
        for (const { ids, node, blind } of boots) {
          for (const gap of ids.gaps) {
            const { after, before } = gap
            if (after === undefined || !concerns(gap)) continue
            const evidence = [stampText(after.event), stampText(before.event)]
            raise({ sentence: `${sentenceOf(gap)}${blindText(gap, blind.all())}`, evidence, node })
          }
        }
      },
    }),
  }
}

/** Where auditing was off meanwhile, that is why. */
function blindText({ after, before }: IdGap, blind: readonly BlindStretch[]): string {
  const stretch = blind.find(
    ({ from, to }) =>
      after !== undefined &&
      stampTime(from) <= stampTime(before.event) &&
      (to === undefined || stampTime(to) >= stampTime(after.event)),
  )
  return stretch === undefined ? '' : ` Auditing was off meanwhile, from ${stampText(stretch.from)} on.`
}

function isGrave({ after, before }: IdGap): boolean {
  if (after === undefined) return false
  if (before.changes !== after.changes || stampTime(before.event) - stampTime(after.event) > LONG) return true
  return before.event.serial - after.event.serial > before.events - after.events
}

function sentenceOf({ first, last }: IdGap): string {
  if (first === last)
    return `Program id ${first} is missing: one program was loaded whose LOAD is not in this log.`
  return `Program ids ${first} to ${last} are missing: ${last - first + 1} programs were loaded whose LOADs are not in this log.`
}
