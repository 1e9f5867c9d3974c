/** The address of a SOCKADDR record, from its interpretation `{ saddr_fam=inet laddr=192.0.2.1 lport=22 }`. */

/** What it says. */
export interface SocketFacts {
  readonly family: string | undefined
  readonly address: string | undefined
  readonly port: number | undefined
  /** Of a local socket. */
  readonly path: string | undefined
}

/** Reads the interpretation. */
export function socketFacts(text: string): SocketFacts {
  const port = Number(partOf(text, 'lport=') ?? Number.NaN)
  return {
    family: partOf(text, 'fam='),
    address: partOf(text, 'laddr='),
    port: Number.isInteger(port) ? port : undefined,
    path: pathOf(text),
  }
}

function partOf(text: string, label: string): string | undefined {
  const start = text.indexOf(label)
  if (start < 0) return undefined
  const from = start + label.length
  let end = from
  while (end < text.length && text[end] !== ' ' && text[end] !== '}') end++
  return end > from ? text.slice(from, end) : undefined
}

/** A path may hold blanks: it ends where the interpretation does. */
function pathOf(text: string): string | undefined {
  const start = text.indexOf(' path=')
  if (start < 0) return undefined
  const rest = text.slice(start + ' path='.length)
  const path = rest.endsWith('}') ? rest.slice(0, -1).trimEnd() : rest
  return path === '' ? undefined : path
}
