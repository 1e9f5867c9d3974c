/** Whether the system knows a host name, which a mail address in auditd.conf makes the reference ask (spec 01 §B.2). */
const GETENT = '/usr/bin/getent'
/** Exit status of getent(1) for a key that is not found. */
const NOT_FOUND = 2
const WAIT_MILLISECONDS = 10_000

/** The resolver's reason when `domain` is unknown; undefined when it is known or nobody can be asked. */
export function hostProblem(domain: string): string | undefined {
  // Loaded when it is asked: it takes milliseconds of every start.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const { status } = spawnSync(GETENT, ['ahosts', '--', domain], {
    stdio: 'ignore',
    timeout: WAIT_MILLISECONDS,
  })
  return status === NOT_FOUND ? 'Name or service not known' : undefined
}
