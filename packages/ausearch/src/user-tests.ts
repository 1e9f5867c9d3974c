/** Users and groups: by number, or by the name the local accounts give to the number in the log (spec 01 §6.4). */
import type { AccountResolver } from '@ts-audit/auparse'
import { type SearchAttributes, UNSET_ID } from '@ts-audit/auparse/search'
import type { AttributeTest } from './attribute-test.ts'
import type { Criteria } from './criteria.ts'
import { isNamed, type WantedIds, wantedIds } from './wanted-ids.ts'

/** The test for users, or undefined when none is asked for. */
export function userTest(
  criteria: Criteria,
  accounts: Pick<AccountResolver, 'userName'>,
): AttributeTest | undefined {
  const { uid, euid, auid, anyUid } = criteria
  const any = anyUid?.id !== undefined || isNamed(anyUid)
  if (!isNamed(uid, euid, auid, anyUid)) return numberTest(criteria, ['uid', 'euid', 'auid'], any)
  return any ? anyNameTest(criteria, accounts) : everyNameTest(criteria, accounts)
}

/** The test for groups, or undefined when none is asked for. */
export function groupTest(criteria: Criteria): AttributeTest | undefined {
  return numberTest(criteria, ['gid', 'egid'], criteria.anyGid !== undefined)
}

/**
 * Compares numbers: with `any` (`-ua`, `-ga`) one that is equal is enough, otherwise all must be. A number that is not
 * asked for still has its initial value, and that is the one wanted.
 */
function numberTest(
  criteria: Criteria,
  parts: readonly (keyof WantedIds)[],
  any: boolean,
): AttributeTest | undefined {
  const wanted = wantedIds(criteria)
  const looked = parts.filter((part) => wanted[part] !== undefined)
  if (looked.length === 0 || (any && looked.length < parts.length)) return undefined
  const holds = (part: keyof WantedIds, found: SearchAttributes) => found[part] === wanted[part]
  return any
    ? (found) => looked.some((part) => holds(part, found))
    : (found) => looked.every((part) => holds(part, found))
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

/** Several names: all must be equal; numbers given as well are ignored (a quirk of the reference). */
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
