// The page as a site of a few files, on a plain web server, in a real Chromium.
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { complaintsOf } from '@ts-audit/testing/chromium'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { about, chromiumSuite, isWithoutChromium } from './testing/chromium-suite.ts'
import { ask, eventCount, openLogs, showTab } from './testing/viewer-page.ts'

const suite = chromiumSuite()
const folder = fileURLToPath(new URL('../dist/site/', import.meta.url))
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** What any web server does. */
function serve(asked: string[]): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    asked.push(url)
    const name = url === '/below/' ? 'index.html' : path.basename(url)
    if (!readdirSync(folder).includes(name)) {
      response.writeHead(404).end()
      return
    }
    response.setHeader('Content-Type', TYPES[path.extname(name)] ?? 'application/octet-stream')
    response.end(readFileSync(path.join(folder, name)))
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

describe.skipIf(isWithoutChromium)(`the site${about}`, () => {
  const asked: string[] = []
  let server: Server
  beforeAll(async () => {
    server = await serve(asked)
  })
  afterAll(() => server?.close())

  test('reads a log from below any path, and asks for its own files alone', async () => {
    const page = await suite.browser.newPage()
    const complaints = complaintsOf(page)
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/below/`
    await page.goto(address)
    const loaded = asked.length
    await openLogs(page, [`${fixtures}captures/host-mixed/audit.log`])
    expect(await eventCount(page)).toBeGreaterThan(800)
    await ask(page, '-m SYSCALL -sv no')
    expect(await eventCount(page)).toBeGreaterThan(0)
    await showTab(page, 'BPF programs')
    expect(await page.frameLocator('iframe').locator('h1').textContent()).toBe('BPF programs over time')
    expect(complaints).toEqual([])
    expect(asked.map((url) => path.basename(url)).toSorted()).toEqual(
      ['below', ...readdirSync(folder).filter((name) => name !== 'index.html')].toSorted(),
    )
    expect(asked.length).toBe(loaded)
    expect(requests.filter((url) => !url.startsWith(address) && !/^(?:blob:|about:)/.test(url))).toEqual([])
    const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(await page.evaluate("fetch('index.html').then(() => 'fetched', () => 'refused')")).toBe('refused')
  })
})
