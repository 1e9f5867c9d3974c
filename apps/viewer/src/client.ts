/** The page's side of the worker: a call is a message, its answer a promise. */
import type { News, ReplyMessage, RequestMessage, Requests } from './protocol.ts'
import LogWorker from './worker.ts?worker&inline'

/** Starts the worker; `take` is told what it says between answers. */
export function startWorker(take: (news: News) => void): Requests {
  const worker = new LogWorker()
  const waiting = new Map<
    number,
    { readonly keep: (value: unknown) => void; readonly fail: (error: Error) => void }
  >()
  let last = 0
  worker.addEventListener('message', ({ data }: MessageEvent<ReplyMessage>) => {
    if (data.kind === 'news') {
      take(data.news)
      return
    }
    const { keep, fail } = waiting.get(data.id) ?? {}
    waiting.delete(data.id)
    if (data.kind === 'value') keep?.(data.value)
    else fail?.(new Error(data.message))
  })
  const ask = (method: keyof Requests, values: readonly unknown[]): Promise<unknown> =>
    new Promise((keep, fail) => {
      const id = ++last
      waiting.set(id, { keep, fail })
      worker.postMessage({ id, method, values } satisfies RequestMessage)
    })
  return new Proxy({} as Requests, {
    get:
      (_, method) =>
      (...values: readonly unknown[]) =>
        ask(method as keyof Requests, values),
  })
}
