/** The words for what record types do, and the classes of what system calls do (spec 04, companion files). */
import { lookupName, recordActions, syscallKinds, tableRows } from '@ts-audit/tables/normaliser'

/** The action word of a record type, such as `authenticated`; undefined for most kernel records. */
export function recordAction(type: number): string | undefined {
  return lookupName(recordActions, type)
}

let classes: ReadonlyMap<string, number> | undefined

/** The class of a system call by its name, ASCII capitals folded; undefined for a call that is in no class. */
export function syscallClassNumber(call: string): number | undefined {
  classes ??= new Map(tableRows(syscallKinds).map(({ name, number }) => [name, number]))
  return classes.get(call) ?? classes.get(call.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
}
