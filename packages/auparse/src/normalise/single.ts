/** Normalises an event of one record that is not a SYSCALL: a table of record types (spec 04 §6). */

import * as RecordType from '@ts-audit/tables/record-type'
import { DAEMON_MESSAGES, isDaemonType, MAC_MESSAGES } from '@ts-audit/tables/record-type-ranges'
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
import {
  normaliseAbnormalEnd,
  normaliseConfigChange,
  normaliseFeatureChange,
  normalisePromiscuous,
  normaliseSeccomp,
} from './subject-first.ts'

type Handler = (normalisation: Normalisation) => void

const handlers: ReadonlyMap<number, Handler> = new Map<number, Handler>([
  [RecordType.CONFIG_CHANGE, normaliseConfigChange],
  [RecordType.FEATURE_CHANGE, normaliseFeatureChange],
  [RecordType.SECCOMP, normaliseSeccomp],
  [RecordType.ANOM_ABEND, normaliseAbnormalEnd],
  [RecordType.ANOM_PROMISCUOUS, normalisePromiscuous],
  [RecordType.LOGIN, normaliseLoginId],
  [RecordType.NETFILTER_CFG, normaliseFirewallRule],
  [RecordType.AVC, normaliseMacDecision],
  [RecordType.BPF, normaliseLoneBpf],
  [RecordType.EVENT_LISTENER, normaliseListener],
])

/** Fills the slots from the one record there is. */
export function normaliseSingle(normalisation: Normalisation): void {
  const { leadType } = normalisation
  normalisation.slots.kind = eventKind(leadType)
  handlerOf(leadType)(normalisation)
}

function handlerOf(type: number): Handler {
  // Without the last number of the block (spec 04 §6.5).
  if (isDaemonType(type) && type < DAEMON_MESSAGES[1]) return normaliseDaemon
  if (type >= RecordType.MAC_UNLBL_ALLOW && type <= MAC_MESSAGES[1]) return normaliseLabelledNetwork
  return handlers.get(type) ?? normaliseGeneral
}
