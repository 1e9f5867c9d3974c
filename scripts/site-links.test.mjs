// The check of the links of the site finds what leads nowhere, and nothing else.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findSiteProblems } from './site-links.mjs'

let site = ''
beforeEach(() => {
  site = mkdtempSync(join(tmpdir(), 'site-'))
  mkdirSync(join(site, 'classes'))
  writeFileSync(join(site, 'a b.html'), '<p>')
})
afterEach(() => rmSync(site, { recursive: true }))

it.each([
  ['a page', 'index.html', '<a href="a%20b.html#top">', []],
  ['a page above', 'classes/p.html', '<a class="x" href="../a%20b.html">', []],
  ['a page beside one above', 'classes/p.html', '<a href="a%20b.html">', ['classes/p.html: a b.html']],
  ['none', 'index.html', '<a href="c.html"><a href="c.html#x">', ['index.html: c.html']],
  ['a picture', 'index.html', '<img alt="x" src="docs/x.png">', ['index.html: docs/x.png']],
  [
    'others',
    'index.html',
    '<a href="https://x.y/z"><a href="#x"><img src="data:,x"><a href="mailto:a@b">',
    [],
  ],
  ['a text in a script', 'index.html', '<script>const a = `<a href="c.html">`</script>', []],
])('%s', (_, page, html, problems) => {
  writeFileSync(join(site, page), html)
  expect(findSiteProblems(site)).toEqual(problems)
})
