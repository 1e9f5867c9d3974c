/** Checks of what auditd is to do when space runs out or writing fails (spec 01 §B.2). */
import { type Check, type CheckTarget, type Entry, isFailure } from './check.ts'
import { chosenWord } from './value-checks.ts'

const SENDMAIL = '/usr/lib/sendmail'
const ACTIONS: ReadonlySet<string> = new Set('ignore syslog rotate email exec suspend single halt'.split(' '))
const EXECUTABLE_MODES: ReadonlySet<number> = new Set([0o750, 0o755, 0o555, 0o550])
/** The nine bits of rwx; set-id and sticky bits do not count. */
const PERMISSIONS = 0o777

type ActionCheck = (entry: Entry, target: CheckTarget) => boolean

/** What some actions need; the others are accepted as they are. */
const needs: ReadonlyMap<string, ActionCheck> = new Map([
  ['email', sendmail],
  ['exec', executable],
])

/** An action for `keyword`, with words that are refused there. */
export function action(refused: Readonly<Record<string, (entry: Entry) => string>> = {}): Check {
  const refusals = new Map(Object.entries(refused))
  return (entry, target) => {
    const word = chosenWord(ACTIONS, entry, target)
    if (word === undefined) return false
    const refusal = refusals.get(word)
    if (refusal !== undefined) {
      target.say(refusal(entry))
      return false
    }
    return needs.get(word)?.(entry, target) ?? true
  }
}

/** The refusal of a word that another action allows. */
export function illegalFor(keyword: string): (entry: Entry) => string {
  return ({ value, line }) => `Illegal option ${value} for ${keyword} - line ${line}`
}

export function haltDeprecated(): string {
  return 'The HALT option in space_left_action has been deprecated to prevent system instability from premature shutdowns.'
}

/** Without an option it lacks its path; with one, the option has been refused already. */
export const rotationAction: Check = (entry, target) => {
  const word = chosenWord(ROTATION_ACTIONS, entry, target)
  return word === 'exec' ? executable(entry, target) : word !== undefined
}
const ROTATION_ACTIONS: ReadonlySet<string> = new Set(
  'ignore syslog suspend rotate keep_logs exec'.split(' '),
)

function sendmail(_: Entry, { machine, say }: CheckTarget): boolean {
  if (!machine.isExecutable(SENDMAIL)) {
    say(`Email option is specified but ${SENDMAIL} doesn't seem executable.`)
  }
  return true
}

function executable({ option, line }: Entry, { machine, say }: CheckTarget): boolean {
  const problem = option === undefined ? 'Executable path needed for' : problemOf(option)
  if (problem === undefined) return true
  say(option === undefined ? `${problem} line ${line}` : `${problem} - line ${line}`)
  return false

  function problemOf(path: string): string | undefined {
    if (!path.startsWith('/')) return `Absolute path needed for ${path}`
    const facts = machine.stat(path)
    if (isFailure(facts)) return `Unable to stat ${path} (${facts.reason})`
    if (!facts.regular) return `${path} is not a regular file`
    if (facts.owner !== 0) return `${path} is not owned by root`
    if (!EXECUTABLE_MODES.has(facts.mode & PERMISSIONS)) {
      return `${path} permissions should be 0750, 0755, 0555 or 0550`
    }
    return undefined
  }
}
