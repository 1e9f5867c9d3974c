/** What interpretation needs to know of the host: its machine type and its network interfaces. */
import { readdirSync, readFileSync } from 'node:fs'
import { machine } from 'node:os'
import { machineFromName } from '@ts-audit/tables/machines'

const INTERFACES = '/sys/class/net'

/** The machine number of this host, as `uname -m` names it, or undefined. */
export function hostMachine(): number | undefined {
  return machineFromName(machine())
}

/** The name of the network interface with this index, or undefined; if_indextoname(3). */
export function interfaceName(index: number): string | undefined {
  try {
    return readdirSync(INTERFACES).find((name) => indexOf(name) === index)
  } catch {
    return undefined
  }
}

function indexOf(name: string): number {
  return Number(readFileSync(`${INTERFACES}/${name}/ifindex`, 'latin1'))
}
