// JSON in every way of writing it, cut anywhere and broken anywhere, beside JSON.parse.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BlockForm, FormOutput, LineForm, ObjectForm } from '../input-form.ts'
import type { SourceReport } from '../input-report.ts'
import { readChunks, readWith } from '../testing/read-with.ts'
import { jsonDocuments } from './json-block.ts'
import type { JsonObject } from './json-object.ts'

/** Takes every object. */
function objectForm(take: (object: JsonObject, out: FormOutput) => void): ObjectForm {
  return {
    kind: 'object',
    name: 'test',
    title: 'objects of a test',
    losses: [],
    open: (out) => ({
      object(object) {
        take(object, out)
        return true
      },
    }),
  }
}

/** The texts of all objects. */
function objectsIn(text: string, size?: number): { objects: string[]; malformed: number; tooLong: number } {
  const objects: string[] = []
  const form = objectForm((object) => objects.push(new TextDecoder().decode(object.text)))
  const { sources } = readWith([jsonDocuments, form], new TextEncoder().encode(text), size)
  return { objects, malformed: unread(sources, 'malformed'), tooLong: unread(sources, 'too-long') }
}

function unread(sources: readonly SourceReport[], reason: 'malformed' | 'too-long'): number {
  return sources.reduce((sum, source) => sum + (source.unread.get(reason) ?? 0), 0)
}

function valuesIn(text: string, size?: number): unknown[] {
  return objectsIn(text, size).objects.map((object) => JSON.parse(object))
}

const sizes = fc.oneof(fc.constantFrom(1, 2, 3, 61, 1 << 16), fc.integer({ min: 1, max: 300 }))
const anObject = fc.dictionary(fc.string(), fc.jsonValue())
const compact = (value: unknown): string => JSON.stringify(value)
const pretty = (value: unknown): string => JSON.stringify(value, undefined, '\t')

const CONTAINER_KEYS = ['events', 'logEvents', 'dmesg', 'resourceLogs', 'scopeLogs', 'logRecords', 'hits']

/** The objects that are events, by the rule as it is said. */
function eventsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => (isObject(element) ? eventsOf(element) : []))
  if (!isObject(value)) return []
  const arrays = Object.entries(value).flatMap(([key, member]) => {
    if (CONTAINER_KEYS.includes(key) && Array.isArray(member)) return [member]
    return key === 'hits' && isObject(member) && Array.isArray(member['hits']) ? [member['hits']] : []
  })
  return arrays.length === 0 ? [value] : arrays.flatMap(eventsOf)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON of objects in which keys of containers are common. */
const { object: nested } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie('object'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...CONTAINER_KEYS), fc.string()), tie('value'), {
    maxKeys: 4,
  }),
}))

/** Ways to write objects one after the other. */
const ways: readonly (readonly [name: string, write: (objects: readonly unknown[]) => string])[] = [
  ['an object a line', (objects) => objects.map((object) => `${compact(object)}\n`).join('')],
  ['without a newline at the end', (objects) => objects.map(compact).join('\n')],
  ['CRLF', (objects) => objects.map((object) => `${compact(object)}\r\n`).join('')],
  ['over several lines', (objects) => objects.map((object) => `${pretty(object)}\n`).join('')],
  ['all on one line', (objects) => objects.map(compact).join(' ')],
  ['with commas', (objects) => objects.map((object) => `${compact(object)},\n`).join('')],
  ['an array', (objects) => compact(objects)],
  ['an array over several lines', (objects) => `${pretty(objects)}\n`],
  ['a text sequence', (objects) => objects.map((object) => `\x1e${compact(object)}\n`).join('')],
  ['a pretty text sequence', (objects) => objects.map((object) => `\x1e${pretty(object)}\n`).join('')],
  ['server-sent events', (objects) => objects.map((object) => `data: ${compact(object)}\n\n`).join('')],
  ['in a document', (objects) => compact({ nextToken: 'x', events: objects, searched: [{ a: 1 }] })],
  ['in a document over several lines', (objects) => pretty({ a: { events: [{}] }, logEvents: objects })],
  ['in search results', (objects) => pretty({ took: 1, hits: { total: { value: 1 }, hits: objects } })],
]

describe.each(ways)('%s', (_, write) => {
  test('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.array(anObject, { minLength: 1 }), sizes, (objects, size) => {
        const events = objects.filter((object) => eventsOf(object)[0] === object)
        fc.pre(events.length === objects.length)
        const read = objectsIn(write(objects), size)
        expect(read.objects.map((object) => JSON.parse(object))).toEqual(JSON.parse(compact(objects)))
        expect(read.malformed).toBe(0)
      }),
    )
  })

  test('gives lines that follow a broken one', () => {
    fc.assert(
      fc.property(
        fc.array(anObject, { minLength: 1, maxLength: 5 }),
        sizes,
        fc.nat(),
        (objects, size, cut) => {
          const text = write(objects)
          const at = cut % text.length
          const good = [{ '\u0000good': 1 }, { '\u0000good': 2 }]
          const lines = good.map((object) => `${compact(object)}\n`).join('')
          // The second may be read as what the broken value wants, if it wants a value.
          const read = valuesIn(`${text.slice(0, at)}\n${lines}${lines}`, size).filter(
            (object) => isObject(object) && '\u0000good' in object,
          )
          expect(read).toEqual([...good, ...good])
        },
      ),
    )
  })
})

test('documents with others in them', () => {
  fc.assert(
    fc.property(nested, fc.boolean(), sizes, (object, isPretty, size) => {
      const text = isPretty ? pretty(object) : `${compact(object)}\n`
      expect(valuesIn(text, size)).toEqual(eventsOf(JSON.parse(text)))
    }),
    { numRuns: 300 },
  )
})

test('a container key that is escaped', () => {
  const text = '{"\\u0065vents":[{"a":1},{"b":2}]}'
  expect(valuesIn(`${text}\n`)).toEqual([{ a: 1 }, { b: 2 }])
  expect(valuesIn(text, 1)).toEqual([{ a: 1 }, { b: 2 }])
})

test('random bytes and pieces of JSON neither throw nor hang', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\\',
      '\n',
      ' ',
      '{"a":',
      'null',
      '1',
      '{}',
      '\x1e',
      'data:',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), sizes, (pieces, size) => {
      const text = pieces.join('')
      expect(objectsIn(text, size)).toEqual(objectsIn(text))
    }),
    { numRuns: 1000 },
  )
})

describe('what follows a broken value on its line is no line', () => {
  const record = 'type=BPF msg=audit(1.000:1): prog-id=1 op=LOAD'
  test.each([
    `{"a" ${record}`,
    `{"a":1} ${record}`,
    `[{"a":1} ${record}`,
    `{"a":1},${record}`,
    `{"a":[1}]${record}`,
  ])('%s', (line) => {
    for (const size of [1, 7, 1000]) {
      const lines: string[] = []
      const text = `${line}\n{"good":1}\n`
      readWith([jsonDocuments, objectForm(() => {}), lineForm(lines)], text, size)
      expect(lines).toEqual([])
      expect(valuesIn(text, size)).toContainEqual({ good: 1 })
    }
  })
})

test('a byte order mark before it', () => {
  expect(valuesIn('\ufeff{"a":1}\n{"b":2}\n')).toEqual([{ a: 1 }, { b: 2 }])
})

test('repeated keys are kept', () => {
  const keys: string[] = []
  const form = objectForm((object) => {
    for (let index = 0; index < object.size; index++) keys.push(object.keyAt(index))
  })
  readWith([jsonDocuments, form], '{"uid":0,"uid":1,"a":[],"uid":2}\n')
  expect(keys).toEqual(['uid', 'uid', 'a', 'uid'])
})

describe('depth', () => {
  const nest = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`
  test.each([10_000, 99_999])('%d', (depth) => {
    expect(objectsIn(`${nest(depth)}\n`).objects).toHaveLength(1)
    expect(objectsIn(nest(depth), 4096).objects).toHaveLength(1)
  })
  test('more than that is broken', () => {
    const read = objectsIn(`${nest(100_000).replace('[', '[\n')}\n{"good":1}\n`)
    expect(read).toEqual({ objects: ['{"good":1}'], malformed: 1, tooLong: 0 })
  })
})

describe('in bounds', () => {
  test('a line of 100 MB', () => {
    const chunk = new Uint8Array(1 << 16).fill(0x61)
    const text = new TextEncoder()
    const objects: string[] = []
    const form = objectForm((object) => objects.push(new TextDecoder().decode(object.text)))
    function* chunks(): Generator<Uint8Array, void, undefined> {
      yield text.encode('{"a":1}\n{"b":"')
      for (let count = 0; count < 1600; count++) yield chunk
      yield text.encode('"}\n{"c":3}\n')
    }
    const before = process.memoryUsage().arrayBuffers
    const { sources } = readChunks([jsonDocuments, form], chunks())
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 << 20)
    expect(objects).toEqual(['{"a":1}', '{"c":3}'])
    expect(unread(sources, 'too-long')).toBe(1)
  })

  test.each<[what: string, line: (index: number) => string]>([
    ['arrays that never close', () => '{"a":[\n'],
    ['strings that never close', () => '{"a":"\n'],
    ['objects that never close', () => '{"a":\n'],
    ['brackets', () => '[\n'],
    ['many arrays in an object', () => '{"a":[[],[],[],[],[],[],[],[],\n'],
    ['that break at their end', (index) => (index % 1000 === 999 ? '}}}\n' : '{"a":[{"b":1},\n')],
  ])('%s: each byte is looked at a few times at most', (_, line) => {
    const text = Array.from({ length: 20_000 }, (_, index) => line(index)).join('')
    const bytes = new TextEncoder().encode(text)
    let looked = 0
    const counting: BlockForm = {
      ...jsonDocuments,
      open(out) {
        const reader = jsonDocuments.open(out)
        return {
          push(...parts) {
            const next = reader.push(...parts)
            looked += next - parts[1]
            return next
          },
          get active() {
            return reader.active
          },
          end: () => reader.end(),
          takeAgain: () => reader.takeAgain?.(),
        }
      },
    }
    const { lines } = readWith([counting, objectForm(() => {}), lineForm([])], bytes, 1 << 16)
    expect(looked).toBeLessThan(2 * bytes.length + (8 << 20))
    expect(lines).toBe(20_000)
  })

  test('an object with many arrays, cut into chunks', () => {
    const text = `{${Array.from({ length: 50_000 }, (_, index) => `"k${index}":[${index}]`).join(',')}}`
    expect(objectsIn(text, 1 << 12).objects).toEqual([text])
  })
})

describe('where events are', () => {
  test.each([1, 13, 1000])('in chunks of %d bytes', (size) => {
    const record = (serial: number) => `type=BPF msg=audit(1.000:${serial}): prog-id=1 op=LOAD`
    const objects = [1, 2, 3].map((serial) => ({ text: record(serial) }))
    const array = JSON.stringify({ x: 1, events: objects }, undefined, 2)
    const text = `some line\n${array}\n\n${compact(objects[0])}\n[\n{\n "text":"type=`
    const found = readWith([jsonDocuments, textForm], text, size)
    const events = [...array.matchAll(/\{\n +"text"/g)].map(({ index }) => 'some line\n'.length + index)
    const last = text.indexOf('{"text"')
    const lines = (offset: number) => text.slice(0, offset).split('\n').length
    expect(found.places).toEqual([...events, last].map((offset) => ({ offset, line: lines(offset) })))
    expect(found.lines).toBe(text.split('\n').length)
  })
})

/** Gives the record under `text`. */
const textForm = objectForm((object, out) => {
  const text = object.string('text')
  if (text !== undefined) out.text(text, 0, text.length)
})

/** Notes every line. */
function lineForm(lines: string[]): LineForm {
  return {
    kind: 'line',
    name: 'lines',
    title: 'lines',
    losses: [],
    open: () => ({
      line(bytes, start, end) {
        lines.push(new TextDecoder().decode(bytes.subarray(start, end)))
        return true
      },
    }),
  }
}
