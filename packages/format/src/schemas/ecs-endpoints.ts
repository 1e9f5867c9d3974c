/** Where a connection comes from and goes to, for ECS. */
import type { EventFacts } from './event-facts.ts'
import { isAddress } from './ip-address.ts'
import { type JsonWriter, jsonKeys } from './json-writer.ts'
import { Field } from './roles.ts'

/** Writes both ends. One serves one run. */
export class EcsEndpoints {
  /** What was written of the event. */
  sourceIp: string | undefined
  destinationIp: string | undefined
  domain: string | undefined
  readonly #keys = jsonKeys([
    'source',
    'destination',
    'network',
    'ip',
    'domain',
    'address',
    'port',
    'direction',
  ])

  /** Forgets them. */
  clear(): void {
    this.sourceIp = undefined
    this.destinationIp = undefined
    this.domain = undefined
  }

  /** Writes `source` or `destination`, and `network`. */
  write(facts: EventFacts, json: JsonWriter): void {
    const { socket } = facts
    const remote = facts.value(Field.addr)
    if (socket === undefined && remote === undefined) return
    const keys = this.#keys
    const direction = socketDirection(facts)
    const address = socket?.address ?? socket?.path
    const isSource = address !== undefined && direction === 'ingress'
    const hasRemote = remote !== undefined && !isSource
    const shown = hasRemote ? 'ingress' : direction
    let hasNetwork = false
    if (socket !== undefined && address !== undefined) {
      const opened = json.open(isSource ? keys.source : keys.destination)
      const ip = socket.address !== undefined && isAddress(socket.address) ? socket.address : undefined
      if (isSource) this.sourceIp = ip
      else this.destinationIp = ip
      json.text(keys.ip, ip)
      json.text(keys.address, address)
      json.number(keys.port, socket.port)
      json.close(opened)
      hasNetwork = direction !== undefined
      if (hasNetwork) this.#writeNetwork(shown, json)
    }
    if (!hasRemote) return
    const opened = json.open(keys.source)
    if (isAddress(remote)) this.sourceIp = remote
    else this.domain = remote
    json.text(keys.ip, this.sourceIp)
    json.text(keys.domain, this.domain)
    json.close(opened)
    if (!hasNetwork) this.#writeNetwork(shown, json)
  }

  #writeNetwork(direction: string | undefined, json: JsonWriter): void {
    const opened = json.open(this.#keys.network)
    json.text(this.#keys.direction, direction)
    json.close(opened)
  }
}

/** Of a call that takes or gives an address the way of the data; none for bind. */
export function socketDirection(facts: EventFacts): 'ingress' | 'egress' | undefined {
  const name = facts.callName
  if (name === undefined || name === 'bind') return undefined
  if (name.startsWith('recv') || name.startsWith('accept')) return 'ingress'
  return name === 'connect' || name.startsWith('send') ? 'egress' : undefined
}
