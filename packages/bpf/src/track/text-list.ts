/** Short lists as one text, so that a column of texts can hold them: the items are separated by a byte 0. */

const SEPARATOR = '\0'
/** More would make the rows of a process that pins without end grow with every pin. */
const MOST = 20
const LONGEST = 16_384
const NOTHING: readonly string[] = []

/** The items. */
export function listed(text: string | undefined): readonly string[] {
  return text === undefined ? NOTHING : text.split(SEPARATOR)
}

/** The list with an item more, unless it is there or the list is full. */
export function withItem(text: string | undefined, item: string): string {
  const clean = item.replaceAll(SEPARATOR, '')
  if (text === undefined) return clean.slice(0, LONGEST)
  const items = text.split(SEPARATOR)
  if (items.includes(clean) || items.length >= MOST || text.length + clean.length > LONGEST) return text
  return `${text}${SEPARATOR}${clean}`
}
