import { outputFormat } from '@ts-audit/format'
import { describe, expect, it } from 'vitest'
import { colourLines, colourReport, wantsColour } from './colour.ts'
import { createProgress, progressText } from './progress.ts'
import { outputTransform } from './terminal-output.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

describe('what reaches a terminal', () => {
  const environment = (terminal: boolean, variables = {}) => ({
    isTerminal: () => terminal,
    stdout: 1,
    variables,
  })
  const interpreted = outputFormat('interpret')
  const options = { escape: 'tty', colour: 'never' } as const

  it('has no C1 controls and no bidirectional overrides', () => {
    const transform = outputTransform(interpreted, options, environment(true))
    const hostile = Buffer.concat([latin1('comm=\x9b31m'), Buffer.from('\u202e'), latin1('\n')])
    expect(Buffer.from(transform?.(hostile) ?? '').toString('latin1')).toBe('comm=\\23331m\\342\\200\\256\n')
  })

  it.each([
    ['a pipe', interpreted, options, environment(false)],
    ['another escape mode', interpreted, { ...options, escape: 'raw' } as const, environment(true)],
    ['raw output', outputFormat('raw'), options, environment(true)],
    ['auto colour in a pipe', interpreted, { ...options, colour: 'auto' } as const, environment(false)],
  ])('is not changed for %s', (_, format, chosen, where) => {
    expect(outputTransform(format, chosen, where)).toBeUndefined()
  })

  it('is coloured after it has been made safe', () => {
    const transform = outputTransform(interpreted, { ...options, colour: 'always' }, environment(true))
    expect(Buffer.from(transform?.(latin1('type=BPF msg=\x1b[1m\n')) ?? '').toString('latin1')).toBe(
      'type=\x1b[1mBPF\x1b[0m msg=\\033[1m\n',
    )
  })
})

describe('colour', () => {
  it.each([
    ['always', false, {}, true],
    ['never', true, {}, false],
    ['auto', true, {}, true],
    ['auto', false, {}, false],
    ['auto', true, { NO_COLOR: '1' }, false],
    ['auto', true, { NO_COLOR: '' }, true],
    ['auto', true, { TERM: 'dumb' }, false],
  ] as const)('%s, terminal %s, %o', (choice, terminal, variables, coloured) => {
    expect(wantsColour(choice, terminal, variables)).toBe(coloured)
  })

  it('marks separators, times, nodes and record types, and nothing inside a line', () => {
    expect(
      colourLines('----\ntime->Wed Nov 27 15:04:13 2019\nnode=h type=BPF msg=audit(1.0:1): type=x ----\n'),
    ).toBe(
      '\x1b[2m----\x1b[0m\n\x1b[36mtime->Wed Nov 27 15:04:13 2019\x1b[0m\n' +
        '\x1b[2mnode=h \x1b[0mtype=\x1b[1mBPF\x1b[0m msg=audit(1.0:1): type=x ----\n',
    )
  })
})

describe('colour of reports', () => {
  it('marks the title, the rules and the headings', () => {
    const report = '\nExecutable Summary Report\n====\ntotal  file\n====\n3  /usr/bin/a Report x\n'
    expect(colourReport(report)).toBe(
      '\n\x1b[1mExecutable Summary Report\x1b[0m\n\x1b[2m====\x1b[0m\n\x1b[36mtotal  file\x1b[0m\n\x1b[2m====\x1b[0m\n3  /usr/bin/a Report x\n',
    )
  })
})

describe('progress', () => {
  it('is silent for a second, then writes five times a second at most, and can be erased', () => {
    let clock = 0
    const written: string[] = []
    const progress = createProgress(
      200e6,
      (text) => written.push(text),
      () => clock,
    )
    for (const [time, bytes] of [
      [0, 0],
      [900, 90e6],
      [1000, 100e6],
      [1100, 110e6],
      [1200, 120e6],
    ] as const) {
      clock = time
      progress.at(bytes)
    }
    progress.erase()
    progress.erase()
    expect(written).toEqual([
      '\r\x1b[K100.0 MB of 200.0 MB, 50 %, 100.0 MB/s, 1 s left',
      '\r\x1b[K120.0 MB of 200.0 MB, 60 %, 100.0 MB/s, 1 s left',
      '\r\x1b[K',
    ])
  })

  it('knows no end of a pipe', () => {
    expect(progressText(50e6, undefined, 2)).toBe('50.0 MB, 25.0 MB/s')
  })
})
