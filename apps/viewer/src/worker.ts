/** The worker: answers what the page asks, so that the page never waits for a log. */
import type { ReplyMessage, RequestMessage } from './protocol.ts'
import { Session } from './session.ts'

const reply = (message: ReplyMessage): void => self.postMessage(message)
const session = new Session((news) => reply({ kind: 'news', news }))

self.addEventListener('message', ({ data }: MessageEvent<RequestMessage>) => {
  const { id, method, values } = data
  const ask = session[method] as (...values: readonly unknown[]) => Promise<unknown>
  ask.apply(session, values as unknown[]).then(
    (value) => reply({ kind: 'value', id, value }),
    (error: unknown) =>
      reply({ kind: 'failure', id, message: error instanceof Error ? error.message : String(error) }),
  )
})
