/**
 * How much work a piece of code does, as numbers that are the same on every machine: how often its blocks ran, which the
 * engine counts (precise coverage of V8), and what its calls of built-in searches and copies went through, which the
 * engine does not see inside. WebAssembly is not counted.
 */
import { Session } from 'node:inspector/promises'

const SOURCE = /\/(?:packages|apps|testing)\/.*\.ts$/

// From the beginning: functions that are compiled before are only counted as a whole, or not at all.
const session = new Session()
session.connect()
await session.post('Profiler.enable')
const { result: earlier } = await session.post('Profiler.getBestEffortCoverage')
const ran = earlier.filter(({ url }) => isSource(url) && !url.endsWith('.test.ts'))
if (ran.length > 0)
  throw new Error(
    `cannot be counted any more: ${ran.map(({ url }) => url).join(', ')}. Import this first, in a process of its own.`,
  )
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

function isSource(url: string): boolean {
  return SOURCE.test(url) && url !== import.meta.url
}

/** Counts what `run` does in the sources of the project; `run` must not wait for anything. */
export async function countWork(run: () => void): Promise<number> {
  await countBlocks()
  const builtIns = countBuiltIns(run)
  return builtIns + (await countBlocks())
}

/** How often blocks of the sources have run since the last call. */
async function countBlocks(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result
    .filter(({ url }) => isSource(url))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0)
}

/**
 * How work grows with its input, of `size`, twice and four times `size`: how many times as much the last step adds as the
 * one before. 2 where work is in proportion, whatever it takes to begin with; 4 where it is quadratic. `run` is called
 * four times; the first, of the smallest input, is not counted, since it may fill tables that are kept.
 */
export async function growthOfWork<Input>(
  inputOf: (size: number) => Input,
  run: (input: Input) => void,
  size: number,
): Promise<number> {
  const inputs = [size, 2 * size, 4 * size].map(inputOf)
  run(inputOf(size))
  const counts: number[] = []
  for (const input of inputs) counts.push(await countWork(() => run(input)))
  const [one, two, four] = counts as [number, number, number]
  return (four - two) / (two - one)
}

/** What work in proportion stays below even when a logarithm is in it, such as the depth of a heap. */
export const MOST_GROWTH = 2.3

type Sized = { readonly length: number }

/** What a call went through, from what it was called on, what it was given, and what it gave. */
type Cost = (on: Sized, parameters: readonly unknown[], result: unknown) => number

const whole: Cost = (on) => on.length
const result: Cost = (_on, _parameters, made) => (made as Sized).length
/**
 * What an array that doubles moves into its new room is paid for by what was written into the old one: not counted, once for
 * each memory, since whether an input needs one doubling more than its half would tell nothing of its work.
 */
const given: Cost = (on, [source, at = 0]) => {
  const { length } = source as Sized
  const isMove = at === 0 && on.length >= 2 * length && ArrayBuffer.isView(source)
  if (!isMove || outgrown.has(source.buffer)) return length
  outgrown.add(source.buffer)
  return 0
}
/** Memories whose contents have moved to one at least twice as large. */
const outgrown = new WeakSet<ArrayBufferLike>()
/** From where the search was to begin to what it found, or to the end. */
const forward: Cost = (on, [, from = 0], found) => {
  const start = Number(from) < 0 ? on.length + Number(from) : Number(from)
  return (typeof found === 'number' && found >= 0 ? found + 1 : on.length) - start
}
/** From the second parameter to the third: of what is filled with one value, or copied to somewhere else. */
const part: Cost = (on, [, from = 0, to = on.length]) => Number(to) - Number(from)

/** Built-in methods whose work grows with what they are called on. */
const METHODS: readonly (readonly [prototype: object, costs: Readonly<Record<string, Cost>>])[] = [
  [
    Array.prototype,
    {
      ...{ indexOf: forward, includes: forward, lastIndexOf: whole },
      ...{ shift: whole, unshift: whole, splice: whole },
      ...{ slice: result, concat: result, join: whole, fill: part },
    },
  ],
  [
    Object.getPrototypeOf(Uint8Array.prototype) as object,
    {
      ...{ indexOf: forward, includes: forward, lastIndexOf: whole },
      ...{ slice: result, copyWithin: part, fill: part, set: given, join: whole },
    },
  ],
  [
    String.prototype,
    {
      ...{ indexOf: forward, includes: forward, lastIndexOf: whole },
      ...{ split: whole, replace: whole, replaceAll: whole, trim: whole },
    },
  ],
]

/** Runs, and adds up what calls of those methods go through. */
function countBuiltIns(run: () => void): number {
  let work = 0
  const undo: (() => void)[] = []
  for (const [prototype, costs] of METHODS) {
    for (const [name, cost] of Object.entries(costs)) {
      const descriptor = Object.getOwnPropertyDescriptor(prototype, name)!
      const method = descriptor.value as (...parameters: unknown[]) => unknown
      const counted = function (this: Sized, ...parameters: unknown[]): unknown {
        const given = Reflect.apply(method, this, parameters)
        work += cost(this, parameters, given)
        return given
      }
      Object.defineProperty(prototype, name, { ...descriptor, value: counted })
      undo.push(() => Object.defineProperty(prototype, name, descriptor))
    }
  }
  try {
    run()
  } finally {
    for (const restore of undo) restore()
  }
  return work
}
