/** A text as a constant of SQL. */

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
