/** Columns that show users: by audit uid, by uid, or by the account name a program logged. */
import { NOT_RECORDED, spanText, UNSET_ID } from '@ts-audit/auparse/search'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import type { ReportRow } from '../report-row.ts'
import { typeSet } from '../type-set.ts'
import type { Column } from './column.ts'
import { acctOf, type Treatment, textColumn } from './text-columns.ts'

/** A number (4294967295: not set, as in the log), a name where names were asked for, null when no record says. */
export type UserValue = number | string | null

/** The audit uid. */
export function auidColumn(treatment: Treatment): Column<UserValue> {
  return {
    write(row, out) {
      const text = row.texts.user(row.attributes.auid)
      if (treatment === 'escaped') out.escapedText(text)
      else out.text(text)
    },
    value: (row) => userValue(row, row.attributes.auid, NOT_RECORDED),
  }
}

/** The account of an authentication, or the uid of the process where no account is named. */
export const acctOrUid: Column<UserValue> = {
  write({ attributes, texts }, out) {
    if (attributes.account !== undefined) out.escapedSpan(attributes.account)
    else out.escapedText(texts.user(attributes.uid))
  },
  value(row) {
    const { account, uid } = row.attributes
    return account === undefined ? userValue(row, uid, UNSET_ID) : spanText(account)
  },
}

const ACCOUNT = textColumn(acctOf, 'raw', '?')
/** In these `id=` is a group's. */
const GROUPS = typeSet(RecordType.ADD_GROUP, RecordType.DEL_GROUP, RecordType.GRP_MGMT)
const MESSAGE_ID = /[ ']id=(\d{1,10})(?!\d)/

/** The account that was changed: as programs log it, and in rows also one that is named by its id only. */
export const changedAccount: Column<UserValue> = {
  write: ACCOUNT.write,
  value(row) {
    const account = ACCOUNT.value(row)
    if (account !== null) return account
    const record = row.event.records[0]
    if (record === undefined) return null
    const digits = MESSAGE_ID.exec(latin1(record.bytes, record.start, record.textEnd))?.[1]
    if (digits === undefined) return null
    const id = Number(digits)
    if (!row.texts.interpret) return id
    return GROUPS.has(record.type) ? row.texts.group(id) : row.texts.user(id)
  },
}

/** Who logged in: the account that was tried when it failed, otherwise the audit uid. */
export const loginUser: Column<UserValue> = {
  write(row, out) {
    const { account, success } = row.attributes
    if (success === 0 && account !== undefined) out.escapedSpan(account)
    else out.escapedText(row.texts.user(row.attributes.auid))
  },
  value(row) {
    const { account, success, auid } = row.attributes
    return success === 0 && account !== undefined ? spanText(account) : userValue(row, auid, NOT_RECORDED)
  },
}

function userValue({ texts }: ReportRow, id: number, unknown: number): UserValue {
  if (id === unknown) return null
  return texts.interpret ? texts.user(id) : id
}
