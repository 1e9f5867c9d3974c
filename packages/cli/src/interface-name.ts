/** Names of this machine's network interfaces, as scopes of link-local IPv6 addresses show them. */
import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = '/sys/class/net'

/** A look-up of interface names by index; the system is asked when the first one is wanted. */
export function createInterfaceNames(): (index: number) => string | undefined {
  let names: Map<number, string> | undefined
  return (index) => {
    names ??= readNames()
    return names.get(index)
  }
}

function readNames(): Map<number, string> {
  try {
    return new Map(
      readdirSync(FOLDER).map((name) => [Number(readFileSync(`${FOLDER}/${name}/ifindex`, 'latin1')), name]),
    )
  } catch {
    return new Map()
  }
}
