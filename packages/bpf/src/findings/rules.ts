/** The table of rules. A rule's place is its bit in a program row: new ones go to the end, at most 31. */
import { auditTampering } from './audit-tampering.ts'
import { blindExcluded } from './blind-excluded.ts'
import { blindLostRecords } from './blind-lost-records.ts'
import { blindMissingIds, missingIds } from './blind-missing-ids.ts'
import { blindProgId } from './blind-prog-id.ts'
import { blindSyscalls } from './blind-syscalls.ts'
import { classicBpf } from './classic-bpf.ts'
import { enumeration } from './enumeration.ts'
import { failedBurst } from './failed-burst.ts'
import { falseSystemd } from './false-systemd.ts'
import type { FindingRule } from './finding.ts'
import { firstSeenLoader } from './first-seen-loader.ts'
import { foreignDetach } from './foreign-detach.ts'
import { loadBurst } from './load-burst.ts'
import { loadThenPin } from './load-then-pin.ts'
import { loaderKilled } from './loader-killed.ts'
import { loginSession } from './login-session.ts'
import { outlivesLoader } from './outlives-loader.ts'
import { pinsRemoved } from './pins-removed.ts'
import { socketFilter } from './socket-filter.ts'
import { untrustedFileRule } from './untrusted-file.ts'
import { untrustedPath } from './untrusted-path.ts'

/** Every rule there is. */
export const findingRules: readonly FindingRule[] = [
  untrustedPath,
  falseSystemd,
  loginSession,
  outlivesLoader,
  loadThenPin,
  failedBurst,
  loadBurst,
  enumeration,
  firstSeenLoader,
  blindSyscalls,
  blindProgId,
  blindLostRecords,
  socketFilter,
  untrustedFileRule,
  classicBpf,
  foreignDetach,
  loaderKilled,
  auditTampering,
  blindMissingIds,
  missingIds,
  blindExcluded,
  pinsRemoved,
]
