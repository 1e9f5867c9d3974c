// What bytes are read from, and what is not loaded for it.
import { afterEach, expect, test, vi } from 'vitest'
import { streamOf } from './byte-stream.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

async function textOf(source: unknown): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of streamOf(source) as AsyncIterable<Uint8Array>) text += decoder.decode(chunk)
  return text
}

const bytes = new TextEncoder().encode('log')

test.each<[what: string, source: unknown]>([
  ['bytes', bytes],
  ['a buffer', bytes.buffer],
  ['chunks', [bytes]],
  ['a Blob', new Blob([bytes])],
  ['a Response', new Response(bytes)],
  ['a web stream', new Blob([bytes]).stream()],
])('%s', async (_, source) => {
  expect(await textOf(source)).toBe('log')
})

test('a Response without a body has no bytes', async () => {
  expect(await textOf(new Response(null))).toBe('')
})

test.each([null, undefined, 7, 'log', {}, new DataView(bytes.buffer)])('not %s', (source) => {
  expect(() => streamOf(source)).toThrow(TypeError)
})

test('a stream is read without a look at Response, for which Node loads a client of HTTP', async () => {
  vi.stubGlobal(
    'Response',
    new Proxy(Response, {
      get() {
        throw new Error('Response was looked at')
      },
    }),
  )
  expect(() => streamOf(new Response(bytes))).toThrow('Response was looked at')
  expect(await textOf([bytes])).toBe('log')
  expect(await textOf(new Blob([bytes]).stream())).toBe('log')
})
