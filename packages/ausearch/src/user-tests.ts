/** Users and groups: by number, or by the name the local accounts give to the number in the log (spec 01 §6.4). */
import { type AccountResolver, type SearchAttributes, UNSET_ID } from '@ts-audit/auparse'
import { isGiven } from './active-steps.ts'
import type { Criteria } from './criteria.ts'
import type { AttributeTest } from './matcher.ts'

/** The test for users, or undefined when none is asked for. */
export function userTest(
  criteria: Criteria,
  accounts: Pick<AccountResolver, 'userName'>,
): AttributeTest | undefined {
  const { uid, euid, auid, anyUid } = criteria
  const named = [uid, euid, auid, anyUid].some((user) => user?.name !== undefined)
  if (isGiven(anyUid)) return named ? anyNameTest(criteria, accounts) : anyNumberTest(criteria)
  if (named) return everyNameTest(criteria, accounts)
  return everyNumberTest(uid?.id, euid?.id, auid?.id)
}

/** The test for groups, or undefined when none is asked for. */
export function groupTest({ gid, egid, anyGid }: Criteria): AttributeTest | undefined {
  if (gid === undefined && egid === undefined && anyGid === undefined) return undefined
  return (found) =>
    (anyGid === undefined || found.gid === anyGid || found.egid === anyGid) &&
    (gid === undefined || found.gid === gid) &&
    (egid === undefined || found.egid === egid)
}

/** `-ua`: one of the three ids is enough; a part given on its own replaces the common number. */
function anyNumberTest({ uid, euid, auid, anyUid }: Criteria): AttributeTest {
  const uidWanted = uid?.id ?? anyUid?.id
  const euidWanted = euid?.id ?? anyUid?.id
  const auidWanted = auid?.id ?? anyUid?.id
  return (found) => found.uid === uidWanted || found.euid === euidWanted || found.auid === auidWanted
}

function everyNumberTest(
  uid: number | undefined,
  euid: number | undefined,
  auid: number | undefined,
): AttributeTest | undefined {
  if (uid === undefined && euid === undefined && auid === undefined) return undefined
  return (found) =>
    (uid === undefined || found.uid === uid) &&
    (euid === undefined || found.euid === euid) &&
    (auid === undefined || found.auid === auid)
}

/** `-ua`: one name is enough. Next to `-ua NUMBER`, where the reference crashes, a missing name does not match. */
function anyNameTest(
  { uid, euid, auid, anyUid }: Criteria,
  accounts: Pick<AccountResolver, 'userName'>,
): AttributeTest {
  const name = anyUid?.name
  const uidTest = nameTest('namedUid', uid?.name ?? name, accounts)
  const euidTest = nameTest('namedEuid', euid?.name ?? name, accounts)
  const auidTest = nameTest('namedAuid', auid?.name ?? name, accounts)
  return (found) => uidTest?.(found) === true || euidTest?.(found) === true || auidTest?.(found) === true
}

/** Several names: all must be equal; numbers beside them are not looked at (a quirk of the reference). */
function everyNameTest(
  { uid, euid, auid }: Criteria,
  accounts: Pick<AccountResolver, 'userName'>,
): AttributeTest {
  const tests = [
    nameTest('namedUid', uid?.name, accounts),
    nameTest('namedEuid', euid?.name, accounts),
    nameTest('namedAuid', auid?.name, accounts),
  ].filter((test) => test !== undefined)
  return (found) => tests.every((test) => test(found))
}

type NamedId = 'namedUid' | 'namedEuid' | 'namedAuid'

function nameTest(
  part: NamedId,
  name: string | undefined,
  accounts: Pick<AccountResolver, 'userName'>,
): AttributeTest | undefined {
  if (name === undefined) return undefined
  // The log repeats few ids; each is looked up once.
  const verdicts = new Map<number, boolean>()
  return (found: SearchAttributes) => {
    const id = found[part]
    if (id === undefined) return false
    let verdict = verdicts.get(id)
    if (verdict === undefined) {
      verdict = userText(id, accounts) === name
      if (verdicts.size < MAX_REMEMBERED) verdicts.set(id, verdict)
    }
    return verdict
  }
}

const MAX_REMEMBERED = 100_000

/** The text of a user id in a search (spec 01 §5.4). */
function userText(id: number, accounts: Pick<AccountResolver, 'userName'>): string | undefined {
  if (id === 0) return 'root'
  return id === UNSET_ID ? 'unset' : accounts.userName(id)
}
