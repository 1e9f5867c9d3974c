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

/** What a source is read into. */
export interface SourceTaker {
  readonly onBytes: (bytes: Uint8Array) => void
  /** Nothing has come for a while, so that events in flight are complete. */
  readonly onSilent: () => void
  readonly onNotice: (text: string) => void
}

/** Milliseconds between two looks at a log that is being written: programs do not live long. */
const PAUSE = 20

/** Milliseconds of silence after which events in flight are complete. */
const SILENCE = 2_000

/**
 * Reads a source until it ends or the signal says stop. A log is followed from where it ends when this is called; a socket
 * that goes away is waited for.
 */
export function readSource(source: Source, signal: AbortSignal, taker: SourceTaker): Promise<void> {
  if (source.kind === 'stdin') return readStream(process.stdin, signal, taker)
  if (source.kind === 'socket') return readSocket(source.path, signal, taker)
  const follower = new LogFollower(source.base, {
    signal,
    pauseMilliseconds: PAUSE,
    onNotice: taker.onNotice,
  })
  return readLog(follower, [...follower.read()], taker)
}

async function readLog(
  follower: LogFollower,
  first: readonly FollowStep[],
  { onBytes, onSilent }: SourceTaker,
): Promise<void> {
  // Who calls this has something to say first.
  await undefined
  for (const step of first) if (step.kind === 'lines') onBytes(step.bytes)
  let last = performance.now()
  for await (const step of follower.steps()) {
    if (step.kind === 'lines') {
      last = performance.now()
      onBytes(step.bytes)
    } else if (step.kind === 'waiting' && performance.now() - last > SILENCE) onSilent()
  }
}

async function readSocket(path: string, signal: AbortSignal, taker: SourceTaker): Promise<void> {
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const socket = connect(path)
    try {
      await readStream(socket, signal, taker)
      if (!signal.aborted) taker.onNotice(`${path} was closed: auditd has stopped, or has another client`)
    } catch (error) {
      if (isFirst) taker.onNotice((error as Error).message)
    }
    socket.destroy()
    taker.onSilent()
    await pause(PATIENCE, undefined, { signal }).catch(() => {})
  }
}

/** By events: a promise for each chunk would take longer than all that is done with it. */
function readStream(
  stream: NodeJS.ReadableStream,
  signal: AbortSignal,
  { onBytes, onSilent }: SourceTaker,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let hasCome = false
    const silence = setInterval(() => {
      if (!hasCome) onSilent()
      hasCome = false
    }, SILENCE)
    const done = (error?: Error): void => {
      clearInterval(silence)
      signal.removeEventListener('abort', stop)
      stream.removeAllListeners('data')
      if (error === undefined) resolve()
      else reject(error)
    }
    const stop = (): void => done()
    stream.on('data', (bytes: Buffer) => {
      hasCome = true
      onBytes(bytes)
    })
    stream.once('end', stop)
    stream.once('close', stop)
    stream.on('error', done)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
}
