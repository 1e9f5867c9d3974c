/** Labelled networking and Landlock records (spec 04 §6.8). */
import * as RecordType from '@ts-audit/tables/record-type'
import { recordAction } from './actions.ts'
import { classifySubject } from './classify-subject.ts'
import type { Normalisation } from './normalisation.ts'
import { takeSession } from './single-subject.ts'

/** Types 1406 to 1499. The subject kind is that of the login uid. */
export function normaliseLabelledNetwork(normalisation: Normalisation): void {
  const { slots, leadType } = normalisation
  normalisation.take('subject', 'auid', 0)
  classifySubject(normalisation)
  takeSession(normalisation)
  normalisation.addSubjectAttributes(0, 'subj')
  slots.action =
    leadType === RecordType.MAC_UNLBL_ALLOW ? unlabelledAction(normalisation) : recordAction(leadType)
  if (leadType === RecordType.MAC_MAP_ADD || leadType === RecordType.MAC_MAP_DEL) {
    normalisation.takeOrRewind('object', 'nlbl_domain')
  }
  slots.objectKind = 'security-policy'
  normalisation.take('result', 'res', 0)
}

function unlabelledAction({ head }: Normalisation): string | undefined {
  if (head.seek('unlbl_accept')) {
    const verb = head.integer() === 1 ? 'allowing' : 'disallowing'
    return `is-${verb}-unlabeled-network-traffic`
  }
  head.rewind()
  return undefined
}
