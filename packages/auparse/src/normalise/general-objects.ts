/** What lone user-space records are about: a table of record types (spec 04 §6.9). */
import type { Normalisation } from './normalisation.ts'
import type { ObjectKind } from './object-kind.ts'
import { RECORD } from './record-types.ts'

/** The fields an object is taken from. */
interface ObjectRule {
  readonly objectKind: ObjectKind
  readonly object?: string
  /** Taken when there is no field {@link object}. */
  readonly orElse?: string
  readonly secondary?: string
  readonly second?: string
  readonly attributes?: readonly string[]
  /** A field whose interpretation is the action. */
  readonly action?: string
}

const account: ObjectRule = { objectKind: 'account', object: 'id', orElse: 'acct' }
const terminal: ObjectRule = { objectKind: 'user-session', object: 'terminal' }
const sessionOf: ObjectRule = { objectKind: 'user-session', object: 'acct' }
const command: ObjectRule = { objectKind: 'process', object: 'cmd' }
const keystrokes: ObjectRule = { objectKind: 'keystrokes', object: 'data' }
const service: ObjectRule = { objectKind: 'service', object: 'unit' }
const policy: ObjectRule = { objectKind: 'security-policy' }

const rules: ReadonlyMap<number, ObjectRule> = new Map<number, ObjectRule>([
  ...rows(service, RECORD.SERVICE_START, RECORD.SERVICE_STOP),
  ...rows({ objectKind: 'system', object: 'new-level' }, RECORD.SYSTEM_RUNLEVEL),
  ...rows({ objectKind: 'system' }, RECORD.SYSTEM_BOOT),
  // Not `system`, as one would think [quirk].
  ...rows({ objectKind: 'service' }, RECORD.SYSTEM_SHUTDOWN),
  ...rows({ objectKind: 'user-session', object: 'selected-context' }, RECORD.USER_ROLE_CHANGE),
  ...rows(
    account,
    RECORD.ROLE_ASSIGN,
    RECORD.ROLE_REMOVE,
    RECORD.USER_MGMT,
    RECORD.ACCT_LOCK,
    RECORD.ACCT_UNLOCK,
    RECORD.ADD_USER,
    RECORD.DEL_USER,
    RECORD.ADD_GROUP,
    RECORD.DEL_GROUP,
    RECORD.GRP_MGMT,
  ),
  ...rows(
    terminal,
    RECORD.USER_START,
    RECORD.USER_END,
    RECORD.USER_ERR,
    RECORD.USER_LOGIN,
    RECORD.USER_LOGOUT,
  ),
  ...rows(
    sessionOf,
    RECORD.USER_AUTH,
    RECORD.USER_ACCT,
    RECORD.CRED_ACQ,
    RECORD.CRED_REFR,
    RECORD.CRED_DISP,
    RECORD.USER_CHAUTHTOK,
    RECORD.GRP_CHAUTHTOK,
    RECORD.ANOM_LOGIN_FAILURES,
    RECORD.ANOM_LOGIN_TIME,
    RECORD.ANOM_LOGIN_SESSIONS,
    RECORD.ANOM_LOGIN_LOCATION,
  ),
  ...rows(command, RECORD.ANOM_EXEC, RECORD.USER_CMD),
  ...rows(keystrokes, RECORD.USER_TTY, RECORD.TTY),
  // Not `device`, as one would think [quirk].
  ...rows({ objectKind: 'keystrokes', object: 'device', attributes: ['uuid'] }, RECORD.USER_DEVICE),
  ...rows(
    {
      objectKind: 'software',
      object: 'sw',
      secondary: 'sw_type',
      second: 'root_dir',
      attributes: ['key_enforce', 'gpg_res'],
    },
    RECORD.SOFTWARE_UPDATE,
  ),
  ...rows({ objectKind: 'virtual-machine', object: 'vm' }, RECORD.VIRT_MACHINE_ID),
  ...rows({ objectKind: 'virtual-machine', object: 'resrc', second: 'vm' }, RECORD.VIRT_RESOURCE),
  ...rows({ objectKind: 'virtual-machine', object: 'op', second: 'vm' }, RECORD.VIRT_CONTROL),
  ...rows({ objectKind: 'printer', object: 'printer' }, RECORD.LABEL_LEVEL_CHANGE),
  ...rows({ objectKind: 'security-policy', object: 'bool' }, RECORD.MAC_CONFIG_CHANGE),
  ...rows({ objectKind: 'security-policy', object: 'enforcing' }, RECORD.MAC_STATUS),
  ...rows(policy, RECORD.MAC_POLICY_LOAD, RECORD.LABEL_OVERRIDE, 2307, 2308, 2309, 2310, 2311, 2312),
  ...rows({ objectKind: 'unknown', object: 'addr' }, RECORD.USER),
  ...rows({ objectKind: 'system', action: 'op' }, RECORD.USYS_CONFIG),
  ...rows({ objectKind: 'user-session', object: 'fp' }, RECORD.CRYPTO_KEY_USER),
  ...rows({ objectKind: 'user-session', object: 'addr', secondary: 'rport' }, RECORD.CRYPTO_SESSION),
  ...rows({ objectKind: 'file-system', object: 'hostname' }, RECORD.ANOM_RBAC_INTEGRITY_FAIL),
])

function rows(rule: ObjectRule, ...types: readonly number[]): (readonly [number, ObjectRule])[] {
  return types.map((type) => [type, rule] as const)
}

/** Finds the object by the record's type. After a missed object the others are not found either [quirk]. */
export function takeGeneralObject(normalisation: Normalisation): void {
  const { head, slots, withAttributes, leadType } = normalisation
  const rule = rules.get(leadType)
  if (rule === undefined) return
  slots.objectKind = rule.objectKind
  head.rewind()
  takeObject(normalisation, rule)
  head.top()
  if (rule.secondary !== undefined) normalisation.take('objectSecondary', rule.secondary, 0)
  head.top()
  if (rule.second !== undefined) normalisation.take('objectSecond', rule.second, 0)
  if (rule.action !== undefined && head.seek(rule.action)) slots.action = head.interpretation()
  if (!withAttributes || rule.attributes === undefined) return
  if (leadType === RECORD.SOFTWARE_UPDATE) head.rewind()
  for (const name of rule.attributes) normalisation.addObjectAttribute(0, name)
}

function takeObject(normalisation: Normalisation, { object, orElse }: ObjectRule): void {
  if (object === undefined || normalisation.take('object', object, 0) || orElse === undefined) return
  normalisation.head.rewind()
  normalisation.take('object', orElse, 0)
}
