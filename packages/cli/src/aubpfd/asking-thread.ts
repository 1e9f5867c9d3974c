/** The thread that hears of loads from the kernel itself and asks at once, while the main thread reads events and writes lines. */
import { constants, setPriority } from 'node:os'
import { type MessagePort, workerData } from 'node:worker_threads'
import type { HeardAnswer } from './early-answers.ts'
import type { Answer } from './kernel/answer.ts'
import { openBpfCall } from './kernel/bpf-call.ts'
import { openForeignFunctions } from './kernel/foreign-functions.ts'
import { openRecordSocket, type ProgramRecord } from './kernel/record-socket.ts'

/** Milliseconds until it is looked whether the thread is to end. */
const WAIT = 100
/** Answers that are sent together. */
const MOST_ANSWERS = 16
const ENDED: Answer = { answer: 'gone', by: 'unload' }

/** What the thread is started with. */
export interface AskingSetup {
  readonly port: MessagePort
  /** The URL of the command's script, beside which koffi is looked for. */
  readonly scriptUrl: string
}

/** What it sends: answers, or at its beginning why there will be none. */
export type AskingMessage = readonly HeardAnswer[] | { readonly problem: string }

/** Serves until the thread is ended; runs in one that was started with an {@link AskingSetup}. */
export function serveAskingThread(): void {
  const { port, scriptUrl } = workerData as AskingSetup
  const send = (message: AskingMessage): void => port.postMessage(message)
  const call = openBpfCall(scriptUrl)
  if ('problem' in call) {
    send(call)
    return
  }
  hurry()
  try {
    const socket = openRecordSocket(openForeignFunctions(scriptUrl))
    let answers: HeardAnswer[] = []
    for (;;) {
      const records = socket.receive(answers.length === 0 ? WAIT : 0)
      answers.push(...askAll(records, call.hold))
      if (answers.length > 0 && (records.length === 0 || answers.length >= MOST_ANSWERS)) {
        send(answers)
        answers = []
      }
    }
  } catch (error) {
    send({ problem: (error as Error).message })
  }
}

/**
 * Holds all that are there before it reads what they are, since they may end meanwhile; the last first, which is most likely
 * there still. What has ended is not asked about.
 */
function askAll(
  records: readonly ProgramRecord[],
  hold: (progId: number) => (loadedAt: number) => Answer,
): HeardAnswer[] {
  const ended = new Set(records.flatMap(({ op, progId }) => (op === 'UNLOAD' ? [progId] : [])))
  const held = records.toReversed().flatMap(({ event, progId, op }) => {
    if (op === 'UNLOAD') return []
    const loadedAt = Math.round(Number.parseFloat(event) * 1000)
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
