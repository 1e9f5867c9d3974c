/** Texts that an attribute must contain, or equal with `-w`: bytes against bytes (spec 01 §6.2, §6.3). */
import { createTextEquality, createTextSearch, resolvedPath } from '@ts-audit/auparse/internal'
import { type ByteSpan, type SearchAttributes, spanText } from '@ts-audit/auparse/search'
import type { AttributeTest } from './attribute-test.ts'
import type { Criteria } from './criteria.ts'

type SpanTest = (span: ByteSpan | undefined) => boolean

/** The tests for texts and contexts, in the reference's order. */
export function textTests(criteria: Criteria): AttributeTest[] {
  const whole = criteria.wholeWord === true
  const test = (text: string | undefined, make: (matches: SpanTest) => AttributeTest): AttributeTest[] =>
    text === undefined ? [] : [make(spanTest(text, whole))]
  return [
    ...test(criteria.file, criteria.resolvesPaths === true ? resolvedFileTest : fileTest),
    ...test(criteria.host, (matches) => (found) => matches(found.host)),
    ...test(criteria.terminal, (matches) => (found) => matches(found.terminal)),
    ...test(criteria.executable, (matches) => (found) => matches(found.exe)),
    ...test(criteria.comm, (matches) => (found) => matches(found.comm)),
    ...test(criteria.key, (matches) => (found) => found.keys?.some(matches) === true),
    ...test(criteria.vmName, (matches) => (found) => matches(found.vm)),
    ...test(criteria.uuid, (matches) => (found) => matches(found.uuid)),
    ...contextTests(criteria, whole),
  ]
}

/** Any file of the event, or else the directory it happened in. */
function fileTest(matches: SpanTest): AttributeTest {
  return (found) => found.files?.some((file) => matches(file.name)) === true || matches(found.cwd)
}

/** As {@link fileTest}, and the full names of PATH records. */
function resolvedFileTest(matches: SpanTest): AttributeTest {
  const plain = fileTest(matches)
  return (found) =>
    plain(found) ||
    found.files?.some(
      ({ name, isPath }) => isPath && matches(spanOf(resolvedPath(spanText(name), cwdOf(found)))),
    ) === true
}

function cwdOf({ cwd }: SearchAttributes): string | undefined {
  return cwd === undefined ? undefined : spanText(cwd)
}

function spanOf(text: string): ByteSpan {
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0))
  return { bytes, start: 0, end: bytes.length }
}

function contextTests({ subject, object, eitherContext }: Criteria, whole: boolean): AttributeTest[] {
  const subjectTest = subject === undefined ? undefined : contextTest('subject', spanTest(subject, whole))
  const objectTest = object === undefined ? undefined : contextTest('object', spanTest(object, whole))
  if (eitherContext === true && subjectTest !== undefined && objectTest !== undefined) {
    return [(found) => subjectTest(found) || objectTest(found)]
  }
  return [subjectTest, objectTest].filter((test) => test !== undefined)
}

function contextTest(part: 'subject' | 'object', matches: SpanTest): AttributeTest {
  return (found: SearchAttributes) => found.contexts?.some((entry) => matches(entry[part])) === true
}

function spanTest(text: string, whole: boolean): SpanTest {
  const matches = whole ? createTextEquality(text) : createTextSearch(text)
  return (span) => span !== undefined && matches(span)
}
