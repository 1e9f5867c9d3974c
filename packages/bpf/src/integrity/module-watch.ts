/** Kernel modules that were loaded and removed: what else changed in the kernel while the log was written. */
import { decodeString } from '../records/field-walk.ts'
import { readCall } from './event-shape.ts'
import { type Mark, positionOf } from './mark.ts'
import type { Placed } from './placed.ts'

/** delete_module(2) by the numbers of the machine; every other call with such a record loads one. */
const REMOVES: ReadonlyMap<string, string> = new Map([
  ['c000003e', '176'],
  ['40000003', '129'],
  ['c00000b7', '106'],
  ['c00000f3', '106'],
])
/** Milliseconds. A machine that starts loads its modules one right after the other. */
const BATCH_MS = 1_000
const MOST_BATCHES = 1_000
const MOST_NAMED = 10

/** The event of a KERN_MODULE record. */
export interface ModuleEvent {
  readonly node: string | undefined
  readonly mark: Mark
  /** The text of its KERN_MODULE and SYSCALL records after the stamp. */
  readonly module: string
  readonly call: string | undefined
  /** Who did it, as a part of a sentence. */
  readonly by: string
}

interface Batch extends Pick<ModuleEvent, 'node' | 'by'> {
  readonly isRemoval: boolean
  readonly first: Mark
  last: Mark
  readonly names: string[]
  count: number
}

/** Gathers the loads and removals of modules, those that follow each other closely as one. */
export class ModuleWatch {
  readonly #batches: Batch[] = []

  take({ node, mark, module, call, by }: ModuleEvent): void {
    const read = call === undefined ? undefined : readCall(call)
    if (read?.success === 'no') return
    const name = decodeString(/^name=("[^"]*"|\S+)/.exec(module)?.[1])
    if (name === undefined) return
    const isRemoval = read !== undefined && REMOVES.get(read.arch) === read.syscall
    const latest = this.#batches.at(-1)
    const isSame = latest !== undefined && latest.node === node && latest.isRemoval === isRemoval
    if (isSame && Math.abs(mark.time - latest.last.time) <= BATCH_MS) {
      latest.last = mark
      latest.count++
      if (latest.names.length < MOST_NAMED && !latest.names.includes(name)) latest.names.push(name)
    } else if (this.#batches.length < MOST_BATCHES)
      this.#batches.push({ node, by, isRemoval, first: mark, last: mark, names: [name], count: 1 })
  }

  /** The end of the log. */
  end(): readonly Placed[] {
    return this.#batches.map((batch) => {
      const { node, first, last, count } = batch
      return {
        position: positionOf(first),
        observation: {
          kind: 'module',
          severity: 'info',
          sentence: sentenceOf(batch),
          count,
          events: first === last ? [first.id] : [first.id, last.id],
          causes: [],
          time: first.time,
          mark: first,
          ...(node !== undefined && { node }),
        },
      }
    })
  }
}

function sentenceOf({ isRemoval, names, count, by }: Batch): string {
  const done = isRemoval ? 'removed' : 'loaded'
  if (count === 1) return `Kernel module ${names[0]} was ${done}${by}.`
  const more = count > names.length && names.length === MOST_NAMED ? ', …' : ''
  return `Kernel modules were ${done} ${count} times within moments: ${names.join(', ')}${more}.`
}
