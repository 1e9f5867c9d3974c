/** Gives memory back before the garbage collector would. */

type Port = InstanceType<typeof MessageChannel>['port1']

/** Node 20 has no `ArrayBuffer.prototype.transfer`: what is sent to a port whose other side is closed is freed at once. */
let closedPort: Port | undefined

/**
 * Frees a buffer that nobody uses any more; it has no bytes afterwards. A decoder that gives one buffer after the other gets
 * the same memory again, which the system would otherwise fill with zeros each time, and the garbage collector is not made to
 * run by what is in use for a moment.
 */
export function free(buffer: ArrayBufferLike): void {
  if (!(buffer instanceof ArrayBuffer)) return
  if ('transfer' in buffer) {
    ;(buffer as ArrayBuffer & { transfer(size: number): ArrayBuffer }).transfer(0)
    return
  }
  closedPort ??= portToNobody()
  closedPort.postMessage(undefined, [buffer])
}

function portToNobody(): Port {
  const { port1, port2 } = new MessageChannel()
  port2.close()
  return port1
}
