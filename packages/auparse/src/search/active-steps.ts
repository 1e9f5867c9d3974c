/** Which steps of the field extraction run: those whose result is wanted. */

/**
 * The switches of spec 01 §5.3 (a search) and spec 01 §C (the reports).
 *
 * A step that runs can fail and drop its event, and moves the cursor for the steps after it; so the active steps decide
 * what is found, and must be exactly those that the reference switches on.
 */
export interface ActiveSteps {
  readonly pid: boolean
  readonly ppid: boolean
  readonly uid: boolean
  /** DAEMON records look for a uid only when a number other than 4294967295 is asked for. */
  readonly uidNumber: boolean
  readonly euid: boolean
  readonly auid: boolean
  readonly gid: boolean
  readonly egid: boolean
  readonly session: boolean
  readonly exit: boolean
  readonly success: boolean
  readonly arch: boolean
  readonly file: boolean
  readonly host: boolean
  readonly terminal: boolean
  readonly exe: boolean
  readonly comm: boolean
  readonly key: boolean
  readonly vm: boolean
  readonly uuid: boolean
  readonly subject: boolean
  readonly object: boolean
  /** The account of user messages. It never fails and moves no other result, so only reports ask for it. */
  readonly account: boolean
  /** A step that fails stops no other: what it should have found is missing, and nothing else. Not the reference's rule. */
  readonly lenient: boolean
}

/** Nothing is wanted: only the unconditional checks run. */
export const noSteps: ActiveSteps = {
  pid: false,
  ppid: false,
  uid: false,
  uidNumber: false,
  euid: false,
  auid: false,
  gid: false,
  egid: false,
  session: false,
  exit: false,
  success: false,
  arch: false,
  file: false,
  host: false,
  terminal: false,
  exe: false,
  comm: false,
  key: false,
  vm: false,
  uuid: false,
  subject: false,
  object: false,
  account: false,
  lenient: false,
}
