/** The thread that hears of loads from the kernel itself and asks at once, while the main thread reads events and writes lines. */
import { constants, setPriority } from 'node:os'
import { type MessagePort, workerData } from 'node:worker_threads'
import type { HeardAnswer } from './early-answers.ts'
import { EarlyPrograms } from './early-programs.ts'
import type { Answer } from './kernel/answer.ts'
import { openBpfCall } from './kernel/bpf-call.ts'
import { type ForeignFunctions, openForeignFunctions } from './kernel/foreign-functions.ts'
import { type LoadRings, openLoadRings } from './kernel/load-rings.ts'
import { openRecordSocket, type ProgramRecord } from './kernel/record-socket.ts'
import { createWait } from './kernel/wait-for.ts'

/** Milliseconds until it is looked whether the thread is to end. */
const WAIT = 100
/** Records that are taken together. */
const MOST_RECORDS = 256
/** Answers that are sent together. */
const MOST_ANSWERS = 16
const ENDED: Answer = { answer: 'gone', by: 'unload' }

/** What the thread is started with. */
export interface AskingSetup {
  readonly port: MessagePort
  /** The URL of the command's script, beside which koffi is looked for. */
  readonly scriptUrl: string
}

/** What it sends: answers, and at its beginning, in one line, why they come late or not at all. */
export type AskingMessage = readonly HeardAnswer[] | { readonly notice: string }

/** Serves until the thread is ended; runs in one that was started with an {@link AskingSetup}. */
export function serveAskingThread(): void {
  const { port, scriptUrl } = workerData as AskingSetup
  const send = (message: AskingMessage): void => port.postMessage(message)
  const call = openBpfCall(scriptUrl)
  if ('problem' in call) {
    send({ notice: deaf(call.problem) })
    return
  }
  hurry()
  try {
    const foreign = openForeignFunctions(scriptUrl)
    const socket = openRecordSocket(foreign)
    const rings = openRings(foreign, send)
    const wait = createWait(foreign, [socket.descriptor, ...(rings?.descriptors ?? [])])
    const early = new EarlyPrograms((progId) => call.ask(progId, undefined))
    let answers: HeardAnswer[] = []
    for (;;) {
      if (answers.length === 0) wait(WAIT)
      early.loaded(rings?.take() ?? [])
      const records = socket.receive(MOST_RECORDS)
      answers.push(...askAll(records, early, call.hold))
      if (answers.length > 0 && (records.length === 0 || answers.length >= MOST_ANSWERS)) {
        send(answers)
        answers = []
      }
    }
  } catch (error) {
    send({ notice: deaf((error as Error).message) })
  }
}

/** What is said where the thread hears nothing. */
export function deaf(problem: string): string {
  return `loads are heard of from auditd only, not from the kernel: ${problem}`
}

/** Undefined where the kernel tells of loads by their records only, which is said. */
function openRings(foreign: ForeignFunctions, send: (message: AskingMessage) => void): LoadRings | undefined {
  try {
    return openLoadRings(foreign)
  } catch (error) {
    send({ notice: `loads are heard of by their records, not at once: ${(error as Error).message}` })
    return undefined
  }
}

/**
 * What was asked about before its record came has its answer. The others are all held before it is read what they are, since
 * they may end meanwhile; the last first, which is most likely there still. What has ended is not asked about.
 */
function askAll(
  records: readonly ProgramRecord[],
  early: EarlyPrograms,
  hold: (progId: number) => (loadedAt: number) => Answer,
): HeardAnswer[] {
  const ended = new Set(records.flatMap(({ op, progId }) => (op === 'UNLOAD' ? [progId] : [])))
  const held = records.toReversed().flatMap(({ event, progId, op }) => {
    if (op === 'UNLOAD') return []
    const loadedAt = Math.round(Number.parseFloat(event) * 1000)
    const known = early.take(progId, loadedAt)
    if (known !== undefined)
      return [{ event, progId, loadedAt, after: known.after, read: () => known.answer }]
    const read = ended.has(progId) ? () => ENDED : hold(progId)
    return [{ event, progId, loadedAt, after: Date.now() - loadedAt, read }]
  })
  return held.map(({ event, progId, loadedAt, after, read }) => ({
    event,
    progId,
    answer: read(loadedAt),
    after,
  }))
}

/** This thread goes before others: it has milliseconds, works for some hundred microseconds a load, and sleeps otherwise. */
function hurry(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST)
  } catch {
    // Without CAP_SYS_NICE it is as urgent as the rest.
  }
}
