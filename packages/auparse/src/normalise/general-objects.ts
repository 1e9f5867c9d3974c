/** What lone user-space records are about: a table of record types (spec 04 §6.9). */
import * as RecordType from '@ts-audit/tables/record-type'
import type { Normalisation } from './normalisation.ts'
import type { ObjectKind } from './object-kind.ts'

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
  ...rows(service, RecordType.SERVICE_START, RecordType.SERVICE_STOP),
  ...rows({ objectKind: 'system', object: 'new-level' }, RecordType.SYSTEM_RUNLEVEL),
  ...rows({ objectKind: 'system' }, RecordType.SYSTEM_BOOT),
  // Not `system`, as one would think [quirk].
  ...rows({ objectKind: 'service' }, RecordType.SYSTEM_SHUTDOWN),
  ...rows({ objectKind: 'user-session', object: 'selected-context' }, RecordType.USER_ROLE_CHANGE),
  ...rows(
    account,
    RecordType.ROLE_ASSIGN,
    RecordType.ROLE_REMOVE,
    RecordType.USER_MGMT,
    RecordType.ACCT_LOCK,
    RecordType.ACCT_UNLOCK,
    RecordType.ADD_USER,
    RecordType.DEL_USER,
    RecordType.ADD_GROUP,
    RecordType.DEL_GROUP,
    RecordType.GRP_MGMT,
  ),
  ...rows(
    terminal,
    RecordType.USER_START,
    RecordType.USER_END,
    RecordType.USER_ERR,
    RecordType.USER_LOGIN,
    RecordType.USER_LOGOUT,
  ),
  ...rows(
    sessionOf,
    RecordType.USER_AUTH,
    RecordType.USER_ACCT,
    RecordType.CRED_ACQ,
    RecordType.CRED_REFR,
    RecordType.CRED_DISP,
    RecordType.USER_CHAUTHTOK,
    RecordType.GRP_CHAUTHTOK,
    RecordType.ANOM_LOGIN_FAILURES,
    RecordType.ANOM_LOGIN_TIME,
    RecordType.ANOM_LOGIN_SESSIONS,
    RecordType.ANOM_LOGIN_LOCATION,
  ),
  ...rows(command, RecordType.ANOM_EXEC, RecordType.USER_CMD),
  ...rows(keystrokes, RecordType.USER_TTY, RecordType.TTY),
  // Not `device`, as one would think [quirk].
  ...rows({ objectKind: 'keystrokes', object: 'device', attributes: ['uuid'] }, RecordType.USER_DEVICE),
  ...rows(
    {
      objectKind: 'software',
      object: 'sw',
      secondary: 'sw_type',
      second: 'root_dir',
      attributes: ['key_enforce', 'gpg_res'],
    },
    RecordType.SOFTWARE_UPDATE,
  ),
  ...rows({ objectKind: 'virtual-machine', object: 'vm' }, RecordType.VIRT_MACHINE_ID),
  ...rows({ objectKind: 'virtual-machine', object: 'resrc', second: 'vm' }, RecordType.VIRT_RESOURCE),
  ...rows({ objectKind: 'virtual-machine', object: 'op', second: 'vm' }, RecordType.VIRT_CONTROL),
  ...rows({ objectKind: 'printer', object: 'printer' }, RecordType.LABEL_LEVEL_CHANGE),
  ...rows({ objectKind: 'security-policy', object: 'bool' }, RecordType.MAC_CONFIG_CHANGE),
  ...rows({ objectKind: 'security-policy', object: 'enforcing' }, RecordType.MAC_STATUS),
  ...rows(
    policy,
    RecordType.MAC_POLICY_LOAD,
    RecordType.LABEL_OVERRIDE,
    RecordType.DEV_ALLOC,
    RecordType.DEV_DEALLOC,
    RecordType.FS_RELABEL,
    RecordType.USER_MAC_POLICY_LOAD,
    RecordType.ROLE_MODIFY,
    RecordType.USER_MAC_CONFIG_CHANGE,
  ),
  ...rows({ objectKind: 'unknown', object: 'addr' }, RecordType.USER),
  ...rows({ objectKind: 'system', action: 'op' }, RecordType.USYS_CONFIG),
  ...rows({ objectKind: 'user-session', object: 'fp' }, RecordType.CRYPTO_KEY_USER),
  ...rows({ objectKind: 'user-session', object: 'addr', secondary: 'rport' }, RecordType.CRYPTO_SESSION),
  ...rows({ objectKind: 'file-system', object: 'hostname' }, RecordType.ANOM_RBAC_INTEGRITY_FAIL),
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
  if (leadType === RecordType.SOFTWARE_UPDATE) head.rewind()
  for (const name of rule.attributes) normalisation.addObjectAttribute(0, name)
}

function takeObject(normalisation: Normalisation, { object, orElse }: ObjectRule): void {
  if (object === undefined || normalisation.take('object', object, 0) || orElse === undefined) return
  normalisation.head.rewind()
  normalisation.take('object', orElse, 0)
}
