/** Normalises an event of one record that is not a SYSCALL: a table of record types (spec 04 §6). */

import { normaliseDaemon } from './daemon.ts'
import { eventKind } from './event-kind.ts'
import { normaliseGeneral } from './general.ts'
import {
  normaliseFirewallRule,
  normaliseListener,
  normaliseLoginId,
  normaliseLoneBpf,
  normaliseMacDecision,
} from './kernel-records.ts'
import { normaliseLabelledNetwork } from './labelled-network.ts'
import type { Normalisation } from './normalisation.ts'
import { RECORD } from './record-types.ts'
import {
  normaliseAbnormalEnd,
  normaliseConfigChange,
  normaliseFeatureChange,
  normalisePromiscuous,
  normaliseSeccomp,
} from './subject-first.ts'

type Handler = (normalisation: Normalisation) => void

const handlers: ReadonlyMap<number, Handler> = new Map<number, Handler>([
  [RECORD.CONFIG_CHANGE, normaliseConfigChange],
  [RECORD.FEATURE_CHANGE, normaliseFeatureChange],
  [RECORD.SECCOMP, normaliseSeccomp],
  [RECORD.ANOM_ABEND, normaliseAbnormalEnd],
  [RECORD.ANOM_PROMISCUOUS, normalisePromiscuous],
  [RECORD.LOGIN, normaliseLoginId],
  [RECORD.NETFILTER_CFG, normaliseFirewallRule],
  [RECORD.AVC, normaliseMacDecision],
  [RECORD.BPF, normaliseLoneBpf],
  [RECORD.EVENT_LISTENER, normaliseListener],
])

/** Fills the slots from the one record there is. */
export function normaliseSingle(normalisation: Normalisation): void {
  const { leadType } = normalisation
  normalisation.slots.kind = eventKind(leadType)
  handlerOf(leadType)(normalisation)
}

function handlerOf(type: number): Handler {
  if (type >= 1200 && type <= 1298) return normaliseDaemon
  if (type >= 1406 && type <= 1499) return normaliseLabelledNetwork
  return handlers.get(type) ?? normaliseGeneral
}
