/** Where records come from: standard input, the socket of auditd's af_unix plugin, or the log itself. */
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type FollowStep, LogFollower } from '@ts-audit/log/node'

/** Milliseconds until a socket is looked for again. */
const PATIENCE = 1000

/** The chosen source; paths are as Node's functions take them. */
export type Source =
  | { readonly kind: 'stdin' }
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'follow'; readonly base: string }

/** What comes of a source: bytes, or that there are none for now. */
export type SourceStep = Uint8Array | 'silent'

/** Milliseconds of silence after which events in flight are complete. */
const SILENCE = 2000

/**
 * The bytes of a source, until it ends or the signal says stop. A log is followed from where it ends now; a socket that
 * goes away is waited for.
 */
export function openSource(
  source: Source,
  signal: AbortSignal,
  onNotice: (text: string) => void,
): AsyncGenerator<SourceStep, void, undefined> {
  if (source.kind !== 'follow') return streamSteps(source, signal, onNotice)
  const follower = new LogFollower(source.base, { signal, onNotice })
  return logSteps(follower, [...follower.read()])
}

async function* logSteps(
  follower: LogFollower,
  first: readonly FollowStep[],
): AsyncGenerator<SourceStep, void, undefined> {
  for (const step of first) if (step.kind === 'lines') yield step.bytes
  let last = performance.now()
  for await (const step of follower.steps()) {
    if (step.kind === 'lines') {
      last = performance.now()
      yield step.bytes
    } else if (step.kind === 'waiting' && performance.now() - last > SILENCE) yield 'silent'
  }
}

async function* streamSteps(
  source: Exclude<Source, { kind: 'follow' }>,
  signal: AbortSignal,
  onNotice: (text: string) => void,
): AsyncGenerator<SourceStep, void, undefined> {
  if (source.kind === 'stdin') {
    yield* chunksOf(process.stdin, signal)
    return
  }
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const socket = connect(source.path)
    try {
      yield* chunksOf(socket, signal)
      if (!signal.aborted) onNotice(`${source.path} was closed: auditd has stopped, or has another client`)
    } catch (error) {
      if (isFirst) onNotice(`${source.path}: ${(error as Error).message}`)
    }
    socket.destroy()
    yield 'silent'
    await pause(PATIENCE, undefined, { signal }).catch(() => {})
  }
}

async function* chunksOf(
  stream: NodeJS.ReadableStream,
  signal: AbortSignal,
): AsyncGenerator<SourceStep, void, undefined> {
  const chunks = stream[Symbol.asyncIterator]()
  const stopped = new Promise<'stopped'>((resolve) => {
    signal.addEventListener('abort', () => resolve('stopped'), { once: true })
    if (signal.aborted) resolve('stopped')
  })
  let next = chunks.next()
  for (;;) {
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<'silent'>((resolve) => {
      timer = setTimeout(resolve, SILENCE, 'silent')
    })
    const result = await Promise.race([next, silence, stopped])
    clearTimeout(timer)
    if (result === 'stopped') {
      next.catch(() => {})
      return
    }
    if (result === 'silent') {
      yield 'silent'
      continue
    }
    if (result.done === true) return
    yield typeof result.value === 'string' ? Buffer.from(result.value, 'latin1') : result.value
    next = chunks.next()
  }
}
