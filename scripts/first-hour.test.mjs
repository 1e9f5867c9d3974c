// What a new user meets first: the picture of the README, the man pages of the site, and a container that gets its files.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findChromium } from '../testing/src/find-chromium.mjs'
import { manMarkdown } from './man-markdown.mjs'
import { HEIGHT, takePicture, WIDTH } from './picture.mjs'
import { root } from './project.mjs'

const chromium = findChromium()
const needsChromium = chromium === undefined ? ' [needs Chromium]' : ''

describe('the picture of the page', () => {
  it('is the one that the README shows', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('](docs/bpf-page.png)')
    expect(sizeOf(join(root, 'docs', 'bpf-page.png'))).toEqual([WIDTH, HEIGHT])
  })

  it.skipIf(chromium === undefined)(
    `is taken of the example log${needsChromium}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'picture-'))
      try {
        const file = join(folder, 'page.png')
        await takePicture(chromium ?? '', file)
        expect(sizeOf(file)).toEqual([WIDTH, HEIGHT])
        // An empty page of this size is 5 KB.
        expect(readFileSync(file).length).toBeGreaterThan(40_000)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    60_000,
  )
})

/**
 * Width and height of a PNG (its IHDR chunk).
 * @param {string} file
 */
function sizeOf(file) {
  const bytes = readFileSync(file)
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

describe('a man page', () => {
  it.each(['ts-ausearch', 'ts-aureport', 'ts-aubpfd'])(
    'of %s is beside the command and becomes Markdown',
    (name) => {
      const page = readFileSync(join(root, 'apps', name, 'dist', `${name}.8`), 'utf8')
      const markdown = manMarkdown(page)
      expect(markdown).toContain(`# ${name}(8)`)
      expect(markdown).not.toMatch(/^\.[A-Z]|\\-/m)
    },
  )

  it('has the macros that are known', () => {
    expect(manMarkdown('.TH "A\\-B" 8\n.SH NAME\na\\-b \\- does <x>\n.TP\n.B \\-c\nwhy')).toBe(
      '# a-b(8)\n\n## NAME\n\na-b - does \\<x\\>\n\n- **-c**\n\nwhy\n',
    )
    expect(() => manMarkdown('.PP')).toThrow('.PP')
  })
})

it('the Containerfile copies files that a build makes', () => {
  const copied = [...readFileSync(join(root, 'Containerfile'), 'utf8').matchAll(/^COPY (.*) \S+$/gm)]
  const files = copied.flatMap(([, names = '']) => names.split(' '))
  expect(files.length).toBeGreaterThan(2)
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
})
