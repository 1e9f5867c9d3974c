/** The events of the nodes that are asked for. */
import type { EventSink } from '@ts-audit/log'

/** `--node`, as in every report: events of these nodes only. */
export function onlyNodes(nodes: readonly string[], sink: EventSink): EventSink {
  if (nodes.length === 0) return sink
  const wanted = new Set(nodes)
  return (event) => event.node === undefined || !wanted.has(event.node) || sink(event)
}
