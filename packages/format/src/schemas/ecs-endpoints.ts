/** Where a connection comes from and goes to, for ECS. */
import type { EcsDocument, EcsEndpoint } from './ecs-document.ts'
import type { EventFacts } from './event-facts.ts'
import { isAddress } from './ip-address.ts'
import { Field } from './roles.ts'

/** Fills `source` or `destination`, and `network`. */
export function takeEcsEndpoints(facts: EventFacts, result: EcsDocument): void {
  const direction = socketDirection(facts)
  const { socket } = facts
  if (socket !== undefined) {
    const endpoint: EcsEndpoint = {}
    const address = socket.address ?? socket.path
    if (socket.address !== undefined && isAddress(socket.address)) endpoint.ip = socket.address
    if (address !== undefined) endpoint.address = address
    if (socket.port !== undefined) endpoint.port = socket.port
    if (address !== undefined) {
      if (direction === 'ingress') result.source = endpoint
      else result.destination = endpoint
      if (direction !== undefined) result.network = { direction }
    }
  }
  const remote = facts.value(Field.addr)
  if (remote === undefined || result.source !== undefined) return
  result.source = isAddress(remote) ? { ip: remote } : { domain: remote }
  result.network = { direction: 'ingress' }
}

/** Of a call that takes or gives an address the way of the data; none for bind. */
export function socketDirection(facts: EventFacts): 'ingress' | 'egress' | undefined {
  const name = facts.callName
  if (name === undefined || name === 'bind') return undefined
  if (name.startsWith('recv') || name.startsWith('accept')) return 'ingress'
  return name === 'connect' || name.startsWith('send') ? 'egress' : undefined
}
