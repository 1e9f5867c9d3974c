/** Starts the thread that asks, and takes its answers. */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { type AskingMessage, type AskingSetup, deaf } from './asking-thread.ts'
import type { HeardAnswer } from './early-answers.ts'

/** A thread that asks. */
export interface AskingWorker {
  /** The answers that have come since the last time. */
  readonly heard: () => readonly HeardAnswer[]
  /** Ends it. */
  readonly end: () => Promise<void>
}

/**
 * Starts it.
 *
 * @param script its script
 * @param scriptUrl the URL of the command's script, beside which koffi is looked for
 * @param onNotice told in one line why answers come late or not at all
 */
export function startAskingWorker(
  script: URL,
  scriptUrl: string,
  onNotice: (notice: string) => void,
): AskingWorker {
  const { port1, port2 } = new MessageChannel()
  const setup: AskingSetup = { port: port2, scriptUrl }
  const worker = new Worker(script, { workerData: setup, transferList: [port2] })
  worker.on('error', (error) => onNotice(deaf(error.message)))
  let waiting: HeardAnswer[] = []
  const take = (message: AskingMessage): void => {
    if ('notice' in message) onNotice(message.notice)
    else waiting.push(...message)
  }
  port1.on('message', take)
  port1.unref()
  worker.unref()
  return {
    heard() {
      for (let next = receiveMessageOnPort(port1); next !== undefined; next = receiveMessageOnPort(port1))
        take(next.message as AskingMessage)
      const answers = waiting
      waiting = []
      return answers
    },
    async end() {
      port1.close()
      await worker.terminate()
    },
  }
}
