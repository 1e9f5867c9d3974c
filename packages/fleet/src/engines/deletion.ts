/** Deletions in the store's words, for engines that have others. */

/** The table of a deletion, and which rows it deletes. */
export function readDeletion(
  sql: string,
): { readonly table: string; readonly condition: string } | undefined {
  const [, table, condition] = /^\s*DELETE\s+FROM\s+"?(\w+)"?(?:\s+WHERE\s+([\s\S]*))?$/i.exec(sql) ?? []
  return table === undefined ? undefined : { table, condition: condition ?? 'true' }
}
