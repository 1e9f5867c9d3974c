// The examples of the specification that name a report and a log file; the command's own tests run all of them.
import { readFileSync } from 'node:fs'
import { accountsFromText, type EscapeMode } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import { C_LOCALE, formatDate, localTime, UTC } from '@ts-audit/auparse/time'
import { LogReader } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import {
  printReport,
  type ReportListing,
  type ReportName,
  type ReportOptions,
  reportListings,
} from './index.ts'

const fixtures = new URL('../fixtures/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, fixtures))
const accounts = accountsFromText('root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/:/bin/sh\n', '')

interface Request {
  readonly name: ReportName
  readonly summary: boolean
  readonly input: string
  readonly options: ReportOptions
}

/** What an option changes. */
const SETTINGS: Readonly<Record<string, (value: string, options: ReportOptions) => ReportOptions>> = {
  '-i': () => ({ interpret: true }),
  '--success': () => ({ result: 'success' }),
  '--failed': () => ({ result: 'failure' }),
  '--add': () => ({ changes: 'add' }),
  '--delete': () => ({ changes: 'delete' }),
  '-nc': () => ({ withoutConfig: true }),
  '--node': (value, { nodes = [] }) => ({ nodes: [...nodes, value] }),
  '--escape': (value) => ({ escape: value as EscapeMode }),
}
const WITH_ARGUMENT = new Set(['-if', '--node', '--escape'])

/** What a command line asks for; undefined when it has options that are the command's business. */
function requestOf(tokens: readonly string[]): Request | undefined {
  let request: Request = { name: 'summary', summary: false, input: '', options: { accounts, formatTime } }
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    const value = WITH_ARGUMENT.has(token) ? (tokens[++at] ?? '') : ''
    const listing = listingOf(token)
    const setting = SETTINGS[token]
    if (listing !== undefined) request = { ...request, name: listing.name }
    else if (token === '--summary') request = { ...request, summary: true }
    else if (token === '-if') request = { ...request, input: value }
    else if (setting === undefined) return undefined
    else request = { ...request, options: { ...request.options, ...setting(value, request.options) } }
  }
  return request.input.endsWith('.log') ? request : undefined
}

function listingOf(option: string): ReportListing | undefined {
  return reportListings.find(({ options }) => options?.some((name) => name === option))
}

function formatTime(seconds: number | bigint): string | undefined {
  const civil = localTime(seconds, UTC)
  if (civil === undefined) return undefined
  const clock = [civil.hour, civil.minute, civil.second].map((part) => String(part).padStart(2, '0'))
  return `${formatDate(civil, C_LOCALE)} ${clock.join(':')}`
}

function print({ name, summary, input, options }: Request): { stdout: string; exit: string } {
  const sink = new ByteSink()
  const { title, run } = printReport(name, summary, options, sink)
  const reader = new LogReader({ sink: run.sink })
  run.startFile?.(input)
  reader.push(read(input))
  reader.end()
  run.endFile?.()
  const exit = String(run.end(reader.counters))
  return { stdout: title + sink.text(), exit }
}

const cases = read('cases.tsv')
  .toString('latin1')
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .flatMap(([id = '', text = '', , exit = '', stdout = '']) => {
    const request = requestOf(text.split(' '))
    // The reference crashed, or could not open the log.
    const isReport = exit !== 'SIGSEGV' && !text.includes('nope.log')
    return request !== undefined && isReport ? [{ id, text, request, exit, stdout }] : []
  })

describe('the examples of spec 05', () => {
  test('are nearly all reports of a log file', () => {
    expect(cases.length).toBeGreaterThan(300)
  })

  test.each(cases)('$id $text', ({ request, exit, stdout }) => {
    expect(print(request)).toEqual({ stdout: read(stdout).toString('latin1'), exit })
  })
})

test('a key list without keys, which crashes the reference, is no key', () => {
  const request = requestOf(['-k', '-if', 'logs/q-crash-key.log'])!
  expect(print(request).exit).toBe('1')
})
