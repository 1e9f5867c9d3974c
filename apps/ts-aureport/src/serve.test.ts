// `--serve`: who gets the page and the log, and who does not.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtCommand, tsAureport } from './testing/command.ts'
import { endServe, type Served, serve } from './testing/serve.ts'

const folder = `${fixtures}captures/host-mixed/`
const log = `${folder}audit.log`
const scratch = mkdtempSync(path.join(tmpdir(), 'ts-aureport-serve-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** By this the page knows that there are logs for it. */
const TOLD = '<meta name="served-logs" content="logs.json">'

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

function get(address: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(address, { headers, method }, (response) => {
      let body = ''
      response.setEncoding('latin1')
      response.on('data', (piece: string) => {
        body += piece
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
      .on('error', reject)
      .end()
  })
}

/** What comes of a connection. */
function knock(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy()
      resolve('open')
    }).on('error', ({ code }: NodeJS.ErrnoException) => resolve(String(code)))
  })
}

describe('--serve', () => {
  let served: Served
  let address: string
  beforeAll(async () => {
    served = await serve(['-if', log, '--passwd', `${folder}passwd`])
    address = served.address
  })
  afterAll(() => served.child.kill())

  test('the address is on this machine, below a path that is another one each time', async () => {
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/)
    const { hostname, port, pathname } = new URL(address)
    expect(await knock(hostname, Number(port))).toBe('open')
    for (const { address: other, internal } of Object.values(networkInterfaces()).flat().filter(Boolean) as {
      address: string
      internal: boolean
    }[]) {
      if (!internal) expect([other, await knock(other, Number(port))]).not.toEqual([other, 'open'])
    }
    const again = await serve([])
    expect(new URL(again.address).pathname).not.toBe(pathname)
    // Nothing is offered there: the page stays without any connection, as from a disk.
    const page = await get(again.address)
    expect(page.headers['content-security-policy']).toContain("connect-src 'none'")
    expect(page.body.includes(TOLD)).toBe(false)
    expect((await get(`${again.address}logs/0`)).status).toBe(404)
    expect(await endServe(again)).toBe(0)
  })

  test('the page comes with a policy that lets it connect here and nowhere else, and is kept nowhere', async () => {
    const { status, headers, body } = await get(address)
    expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(body.includes(TOLD)).toBe(true)
  })

  test.each<[what: string, path: string, headers: Record<string, string>, method: string, status: number]>([
    ['another name for this machine', '', { host: 'attacker.example' }, 'GET', 403],
    ['another name with our port', 'logs/0', { host: 'attacker.example:80' }, 'GET', 403],
    ['a name that begins as ours', 'logs/0', { host: '127.0.0.1.attacker.example' }, 'GET', 403],
    ['another site', 'logs/0', { 'sec-fetch-site': 'cross-site' }, 'GET', 403],
    ['another port of this machine', 'logs.json', { 'sec-fetch-site': 'same-site' }, 'GET', 403],
    ['a path without the token', '../', {}, 'GET', 404],
    ['a wrong token', `../${'0'.repeat(32)}/logs/0`, {}, 'GET', 404],
    ['a file that is not offered', 'logs/2', {}, 'GET', 404],
    ['a way out', 'logs/../../etc/passwd', {}, 'GET', 404],
    ['writing', 'logs/0', {}, 'PUT', 405],
    ['a part beyond the end', 'logs/0', { range: 'bytes=99999999999-' }, 'GET', 416],
    ['localhost', 'logs.json', { host: 'localhost:1234' }, 'GET', 200],
    ['the page itself', 'logs.json', { 'sec-fetch-site': 'same-origin' }, 'HEAD', 200],
  ])('%s', async (_, where, headers, method, status) => {
    const answer = await get(new URL(where, address).href, headers, method)
    expect(answer.status).toBe(status)
    expect(answer.headers['cache-control']).toBe('no-store')
    if (status !== 200) expect(answer.body).not.toContain('audit(')
  })

  test.each([
    [undefined, 0, undefined],
    ['bytes=0-99', 0, 100],
    ['bytes=100-1999', 100, 2000],
    ['bytes=5000-', 5000, undefined],
    ['bytes=-300', -300, undefined],
  ])('the bytes of the log: %s', async (range, from, to) => {
    const { status, body } = await get(`${address}logs/0`, range === undefined ? {} : { range })
    expect(status).toBe(range === undefined ? 200 : 206)
    expect(body === readFileSync(log, 'latin1').slice(from, to)).toBe(true)
  })

  test('whoever leaves in the middle of a log takes it from nobody', async () => {
    const large = path.join(scratch, 'large.log')
    writeFileSync(large, Buffer.alloc(24 << 20, 'type=USER msg=audit(1700000000.000:1): pid=1\n'))
    const other = await serve(['-if', large])
    for (let round = 0; round < 5; round++) {
      await new Promise<void>((resolve) => {
        request(`${other.address}logs/0`, (response) => {
          response.once('data', () => response.destroy())
          response.once('close', resolve)
        })
          .on('error', () => {})
          .end()
      })
      expect((await get(`${other.address}logs/0`, { range: 'bytes=5-24' })).body).toBe('USER msg=audit(17000')
    }
    expect((await get(`${other.address}logs/0`)).body.length).toBe(24 << 20)
    expect(await endServe(other)).toBe(0)
  })

  test('Ctrl-C ends it', async () => {
    expect(await endServe(served)).toBe(0)
    await expect(get(address)).rejects.toThrow()
  })

  test.each([
    [['-if', '/nowhere/audit.log'], /^stat: No such file or directory\n/],
    [['-l'], /^A report is not for --serve/],
    [['-if', log, '--format', 'json'], /^--format is not for --serve/],
    [['70000'], /^Unknown port \(70000\): use 1 to 65535\n$/],
  ])('%j is refused', async (args, stderr) => {
    const outcome = await tsAureport(['--serve', ...args])
    expect(outcome).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(stderr) })
  })

  test('a command without its page says where the page should be', async () => {
    copyFileSync(
      path.join(path.dirname(builtCommand), '../standalone/ts-aureport.js'),
      path.join(scratch, 'ts-aureport.mjs'),
    )
    const { run } = await import('@ts-audit/testing/command')
    const outcome = await run([process.execPath, path.join(scratch, 'ts-aureport.mjs'), '--serve'])
    expect(outcome).toMatchObject({ status: 1, stdout: '' })
    expect(outcome.stderr).toContain(`The page is missing: ${path.join(scratch, 'ts-audit.html')}`)
  })
})
