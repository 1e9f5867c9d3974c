/** IPv6 addresses as text, as inet_ntop(3) and getnameinfo(3) of the C library write them (spec 03 §4.11). */

/** Eight 16-bit groups in lower case, the longest run of zero groups as `::`, embedded IPv4 addresses dotted. */
export function formatIpv6(groups: readonly number[]): string {
  const { start, length } = longestZeroRun(groups)
  const mapped = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff))
  const tail = mapped ? [...hexGroups(groups.slice(length, 6)), dotted(groups)] : undefined
  if (length === 0) return hexGroups(groups).join(':')
  const after = tail ?? hexGroups(groups.slice(start + length))
  return `${hexGroups(groups.slice(0, start)).join(':')}::${after.join(':')}`
}

/** `%` and the interface an address is valid on; empty for scope 0. */
export function ipv6Scope(
  groups: readonly number[],
  scope: number,
  interfaceName: (index: number) => string | undefined,
): string {
  if (scope === 0) return ''
  return `%${(isLinkLocal(groups[0] ?? 0) ? interfaceName(scope) : undefined) ?? scope}`
}

/** fe80::/10, and multicast addresses of link-local scope (RFC 4291). */
function isLinkLocal(first: number): boolean {
  return (first & 0xffc0) === 0xfe80 || (first & 0xff0f) === 0xff02
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: -1, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let end = start
    while (groups[end] === 0) end++
    if (end - start >= 2 && end - start > best.length) best = { start, length: end - start }
    start = end
  }
  return best
}

function hexGroups(groups: readonly number[]): string[] {
  return groups.map((group) => group.toString(16))
}

function dotted(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6)
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
}
