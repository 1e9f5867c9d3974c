/** What interpretation needs to know of the host: its machine type and its network interfaces. */
import { readdirSync, readFileSync } from 'node:fs'
import { machine } from 'node:os'
import { machineFromName } from '@ts-audit/tables/machines'

const INTERFACES = '/sys/class/net'

/** The machine number of this host, as `uname -m` names it, or undefined. */
export function hostMachine(): number | undefined {
  return machineFromName(machine())
}

/** A look-up of network interface names by index, if_indextoname(3); the system is asked once, when the first name is needed. */
export function createInterfaceNames(folder = INTERFACES): (index: number) => string | undefined {
  let names: ReadonlyMap<number, string> | undefined
  return (index) => {
    names ??= readNames(folder)
    return names.get(index)
  }
}

function readNames(folder: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const name of list(folder)) {
    const index = indexOf(`${folder}/${name}`)
    if (index !== undefined) names.set(index, name)
  }
  return names
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Undefined for an entry that is not an interface, such as `bonding_masters`, and for an interface that is gone. */
function indexOf(path: string): number | undefined {
  try {
    return Number(readFileSync(`${path}/ifindex`, 'latin1'))
  } catch {
    return undefined
  }
}
