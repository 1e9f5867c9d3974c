/** The systemd unit a process runs in, as far as its SYSCALL record tells: no record names it. */
import { isSystemdManager } from './systemd-path.ts'

/** The kernel's "unset". */
const UNSET = 4294967295

/**
 * - `init.scope` for systemd itself, which is in no login session;
 * - `user@UID.service` for a user's own systemd (user@.service(5));
 * - `session-N.scope` for what runs in the login session N, which logind names after the audit session
 *   (systemd-logind.service(8));
 * - undefined for everything else: the log does not say of which service a process is.
 */
export function unitOf(process: {
  readonly auid: number | undefined
  readonly ses: number | undefined
  readonly comm: string | undefined
  readonly exe: string | undefined
}): string | undefined {
  const { auid, ses, comm, exe } = process
  if (ses === undefined) return undefined
  const isManager = comm === 'systemd' && isSystemdManager(exe ?? '')
  if (ses === UNSET) return isManager ? 'init.scope' : undefined
  return isManager ? `user@${auid}.service` : `session-${ses}.scope`
}
