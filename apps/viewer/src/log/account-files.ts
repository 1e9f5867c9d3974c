/** The passwd and group files among those that were opened. */
import { type AccountResolver, accountsFromText } from '@ts-audit/auparse'
import { forLogs } from '../text.ts'
import type { NamedFile } from './input-groups.ts'
import { readable } from './log-file.ts'

/** Larger files are no accounts. */
const MOST_BYTES = 32 << 20

/** Names of users and groups; undefined without any of the files. */
export async function readAccounts(
  passwd: NamedFile | undefined,
  group: NamedFile | undefined,
): Promise<AccountResolver | undefined> {
  if (passwd === undefined && group === undefined) return undefined
  return accountsFromText(await textOf(passwd), await textOf(group))
}

async function textOf(named: NamedFile | undefined): Promise<string> {
  if (named === undefined || named.file.size > MOST_BYTES) return ''
  return forLogs(await readable(named.file).text())
}
