/** A value as a cell of csv: RFC 4180, section 2. */

/** What has to stand in quotes. */
const QUOTED = /[",\r\n]/
/** What a spreadsheet takes for the beginning of a formula; a number may begin with its sign. */
const FORMULA = /^(?:[=@\t\r]|[+-](?!\d+$))/

/** Quoted where it must be; text that a spreadsheet would run as a formula begins with an apostrophe. */
export function quotedCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
