/** Numbers of a log as JSON numbers, where they are some. */

const LONGEST = 15

/** A decimal number that JSON can hold exactly; undefined for anything else. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || text.length === 0 || text.length > LONGEST) return undefined
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at)
    if (digit < 0x30 || digit > 0x39) return undefined
  }
  return Number(text)
}

/** The id that a process has until somebody logs in: -1, as 32 bits or signed. */
export function isUnset(id: string): boolean {
  return id === '4294967295' || id === '-1' || id === 'unset'
}
