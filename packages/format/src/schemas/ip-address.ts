/** Literal addresses, as against names of hosts. */

const LONGEST = 60
const FOUR_NUMBERS = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/
const GROUPS = /^[0-9a-fA-F:]{2,39}(?:(?<=:)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})?$/

/** True for an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  if (text.length > LONGEST) return false
  if (FOUR_NUMBERS.test(text)) return text.split('.').every((part) => Number(part) <= 255)
  return text.includes(':') && GROUPS.test(text) && hasSevenColonsAtMost(text)
}

function hasSevenColonsAtMost(text: string): boolean {
  const groups = text.split(':')
  const isShort = text.includes('::')
  return (
    groups.every((group) => group.length <= 4 || group.includes('.')) &&
    (isShort || groups.length >= 7) &&
    groups.length <= 9
  )
}
