/** What interpretation needs to know of the host: its machine type and its network interfaces. */
import { readdirSync, readFileSync } from 'node:fs'
import { machine } from 'node:os'
import { machineFromName } from '@ts-audit/tables/machines'

const INTERFACES = '/sys/class/net'

/** The machine number of this host, as `uname -m` names it, or undefined. */
export function hostMachine(): number | undefined {
  return machineFromName(machine())
}

/** A look-up of network interface names by index, if_indextoname(3); the system is asked once, when one is wanted. */
export function createInterfaceNames(): (index: number) => string | undefined {
  let names: ReadonlyMap<number, string> | undefined
  return (index) => {
    names ??= readNames()
    return names.get(index)
  }
}

function readNames(): ReadonlyMap<number, string> {
  try {
    return new Map(readdirSync(INTERFACES).map((name) => [indexOf(name), name]))
  } catch {
    return new Map()
  }
}

function indexOf(name: string): number {
  return Number(readFileSync(`${INTERFACES}/${name}/ifindex`, 'latin1'))
}
