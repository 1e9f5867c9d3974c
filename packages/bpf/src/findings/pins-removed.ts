/** Programs whose pins were all taken away, and that are still loaded: what holds them shows in no file system. */
import type { Process } from '../fields/process-objects.ts'
import type { Stamp } from '../track/stamp.ts'
import type { FindingRule } from './finding.ts'

/** A log that makes up pins must not fill the memory with them. */
const MOST_PINS = 10_000
const LONGEST = 200

interface Removal {
  readonly stamp: Stamp
  readonly process: Process
}

export const pinsRemoved: FindingRule = {
  name: 'pins-removed',
  severity: 'medium',
  technique: 'T1014',
  watch: ({ raise, standings }) => {
    const removals = new Map<string, Removal>()
    const keyOf = (node: string | undefined, path: string): string => JSON.stringify([node ?? null, path])
    const note = (node: string | undefined, path: string, removal: Removal): void => {
      if (removals.size < MOST_PINS) removals.set(keyOf(node, path), removal)
    }
    return {
      pinRemoved: ({ stamp, node, process, path }) => note(node, path, { stamp, process }),
      pinsToRemove: ({ stamp, node, process }, paths) => {
        for (const path of paths) note(node, path, { stamp, process })
      },
      end: ({ alive, loaderOf }) => {
        if (removals.size === 0) return
        for (const row of alive) {
          const { pins, boot, loadTime } = row
          const [path] = pins
          if (path === undefined) continue
          const removed = pins.map((pin) => removals.get(keyOf(boot.node, pin)))
          const last = removed[0]
          if (last === undefined || removed.includes(undefined)) continue
          if (last.stamp.seconds * 1000 + last.stamp.milliseconds < (loadTime ?? 0)) continue
          const { process, stamp } = last
          const { severity, known, because } = standings.verdict(process, 'detaches', 'medium')
          const held = row.attachments.length > 0 ? ` (${row.attachments.join(', ')})` : ''
          const sentence = `The pins of a program, such as ${path.slice(0, LONGEST)}, were removed, and it stays loaded: an attachment, a link or a descriptor holds it${held}${because}.`
          raise({
            sentence,
            severity,
            known,
            evidence: [row.load, stamp],
            node: boot.node,
            loader: loaderOf(row),
            rows: [row],
            process,
          })
        }
      },
    }
  },
}
