/** The values of fields as the store has them; texts that repeat are decoded once. */
import { createInterpretContext, interpretField, socketPart, splitRecord } from '@ts-audit/auparse'
import { type MachineNumber, machineFromElf, machineName } from '@ts-audit/tables/machines'
import { syscallName } from '@ts-audit/tables/syscalls'
import { fromHex, unicode, ValueTexts } from '../columns/text.ts'

const MOST_KNOWN = 20_000

const HEX_WORD = /^[0-9a-f]{1,16}$/i
const DECIMAL = /^-?\d{1,20}$/

/** Address, port and family of a socket. */
export type SocketAddress = readonly [string | null, number | null, string | null]

export class FieldValues {
  readonly #texts = new ValueTexts()
  readonly #machines = new Map<
    string,
    { readonly name: string; readonly machine: MachineNumber | undefined }
  >()
  readonly #syscalls = new Map<string, string>()
  readonly #addresses = new Map<string, SocketAddress>()
  readonly #keyLists = new Map<string, readonly string[]>()
  readonly #context = createInterpretContext()

  /** The text of a value without quotes: hexadecimal digits stand for bytes. */
  unquoted(value: string): string {
    return this.#texts.unquoted(value)
  }

  /** The keys of a rule's `key=`. */
  keys(value: string, isQuoted: boolean): readonly string[] {
    const mark = isQuoted ? `"${value}` : value
    let keys = this.#keyLists.get(mark)
    if (keys === undefined) {
      const text = isQuoted ? unicode(value) : this.#texts.unquoted(value)
      keys = text.split('\x01').filter((key) => key !== '')
      if (this.#keyLists.size >= MOST_KNOWN) this.#keyLists.clear()
      this.#keyLists.set(mark, keys)
    }
    return keys
  }

  /** Of `saddr=` in the text of a SOCKADDR record. */
  address(value: string, text: string): SocketAddress {
    let known = this.#addresses.get(value)
    if (known === undefined) {
      known = this.#address(text)
      if (this.#addresses.size >= MOST_KNOWN) this.#addresses.clear()
      this.#addresses.set(value, known)
    }
    return known
  }

  #address(text: string): SocketAddress {
    const shown = interpretField(splitRecord(text), 'saddr', this.#context)
    if (shown === undefined) return [null, null, null]
    const family = socketPart(shown, 'family') ?? null
    const address = socketPart(shown, 'address') ?? pathIn(shown)
    const port = Number(socketPart(shown, 'port') ?? Number.NaN)
    return [address === undefined ? null : unicode(address), Number.isInteger(port) ? port : null, family]
  }

  /** `arch=` as a name, and what it stands for. */
  machine(arch: string): { readonly name: string; readonly machine: MachineNumber | undefined } {
    const known = this.#machines.get(arch)
    if (known !== undefined) return known
    const machine = HEX_WORD.test(arch) ? machineFromElf(Number.parseInt(arch, 16)) : undefined
    const name = machine === undefined ? undefined : machineName(machine)
    const found = { name: name ?? unicode(arch), machine }
    if (this.#machines.size >= MOST_KNOWN) this.#machines.clear()
    this.#machines.set(arch, found)
    return found
  }

  /** The name of a system call, its number where it has none. */
  syscall(machine: MachineNumber | undefined, arch: string, number: string): string {
    const mark = `${arch} ${number}`
    const known = this.#syscalls.get(mark)
    if (known !== undefined) return known
    const name =
      (machine === undefined || !DECIMAL.test(number) ? undefined : syscallName(machine, Number(number))) ??
      unicode(number)
    if (this.#syscalls.size >= MOST_KNOWN) this.#syscalls.clear()
    this.#syscalls.set(mark, name)
    return name
  }
}

/** A command line without quotes: NUL bytes separate its arguments in the log, spaces here. */
export function titleText(value: string): string {
  const text = fromHex(value)
  return unicode(text === undefined ? value : text.replace(/\0+$/, '').replaceAll('\0', ' '))
}

/** The path of a local socket, which may hold anything. */
function pathIn(shown: string): string | undefined {
  const at = shown.indexOf('path=')
  const end = shown.lastIndexOf(' }')
  return at < 0 || end < at ? undefined : shown.slice(at + 5, end)
}
