/** IP addresses as text. */

/** Four bytes with dots between them. */
export function formatIpv4(bytes: Uint8Array): string {
  return Array.from(bytes).join('.')
}

/**
 * Sixteen bytes as RFC 5952 writes them, with the C library's dotted tail for IPv4-mapped and IPv4-compatible addresses
 * (`::ffff:10.0.0.1`, `::10.0.0.1`).
 */
export function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from(
    { length: 8 },
    (_, index) => (bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0),
  )
  const zeros = longestZeroRun(groups)
  const mapped = zeros.length === 5 && groups[5] === 0xffff
  const dotted = zeros.start === 0 && (zeros.length === 6 || mapped)
  const words = groups.slice(0, dotted ? 6 : 8).map((group) => group.toString(16))
  if (dotted) words.push(formatIpv4(bytes.subarray(12, 16)))
  if (zeros.length < 2) return words.join(':')
  const before = words.slice(0, zeros.start).join(':')
  const after = words.slice(zeros.start + zeros.length).join(':')
  return `${before}::${after}`
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: -1, length: 0 }
  let length = 0
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0
    if (length > best.length) best = { start: index - length + 1, length }
  })
  return best
}
