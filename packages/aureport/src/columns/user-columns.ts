/** Columns that show users: by audit uid, by uid, or by the account name a program logged. */
import { NOT_RECORDED, spanText, UNSET_ID } from '@ts-audit/auparse/search'
import type { ReportRow } from '../report-row.ts'
import type { Column } from './column.ts'
import type { Treatment } from './text-columns.ts'

/** A number (-1: no login), a name where names were asked for, null when no record says. */
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
  return texts.interpret ? texts.user(id) : signedId(id)
}

/** As C's int: 4294967295, which means "not set", is -1; other large ids stay what they are. */
function signedId(id: number): number {
  return id === UNSET_ID ? -1 : id
}
