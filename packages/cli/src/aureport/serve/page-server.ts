/** An HTTP server for one page and the files it may read: on this machine only, below a path that nobody can guess. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { byteRange } from './byte-range.ts'

const LOOPBACK = '127.0.0.1'
/** 128 bits. */
const TOKEN_BYTES = 16
/** Read and sent at a time. */
const PIECE_BYTES = 1 << 20
/** Names of this machine alone. The port may be another one: `ssh -L` leads here, too. */
const OWN_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i

/** A file that the page may read. */
export interface OfferedFile {
  /** What the page calls it. */
  readonly name: string
  readonly handle: Pick<FileHandle, 'stat' | 'read'>
}

/** What is served. */
export interface Offer {
  /** The page as it was built, with its policy in a `meta` element. */
  readonly page: string
  readonly files: readonly OfferedFile[]
}

/** A server that runs. */
export interface PageServer {
  readonly address: string
  readonly close: () => void
}

/**
 * Serves a page on a port, or on any free one (0).
 *
 * @throws whatever the system says of the port
 */
export async function startPageServer(offer: Offer, port: number): Promise<PageServer> {
  const token = randomBytes(TOKEN_BYTES).toString('hex')
  const page = pageOf(offer)
  const server = createServer((request, response) => {
    answer(request, response, token, page, offer.files).catch(() => response.destroy())
  })
  await listen(server, port)
  const { port: chosen } = server.address() as AddressInfo
  return {
    address: `http://${LOOPBACK}:${chosen}/${token}/`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: LOOPBACK, exclusive: true }, resolve)
  })
}

interface Page {
  readonly bytes: Buffer
  readonly policy: string
}

const META = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/

/** With files the page may connect to this server, and is told so; without it stays as it is, and connects to nothing. */
function pageOf({ page, files }: Offer): Page {
  const built = META.exec(page)?.[1] ?? "default-src 'none'"
  const policy = files.length === 0 ? built : built.replace("connect-src 'none'", "connect-src 'self'")
  const told = files.length === 0 ? '' : '\n<meta name="served-logs" content="logs.json">'
  const html = page.replace(
    META,
    () => `<meta http-equiv="Content-Security-Policy" content="${policy}">${told}`,
  )
  return { bytes: Buffer.from(html), policy: `${policy}; frame-ancestors 'none'` }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  { bytes, policy }: Page,
  files: readonly OfferedFile[],
): Promise<void> {
  const { method, headers } = request
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('Content-Security-Policy', "default-src 'none'")
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  // A site whose name was made to mean this machine sends its own name.
  if (!OWN_HOST.test(headers.host ?? '')) return refuse(response, 403, 'Forbidden')
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'Method not allowed')
  const [, given = '', ...rest] = (request.url ?? '').split('/')
  if (!isSame(given, token)) return refuse(response, 404, 'Not found')
  const path = rest.join('/')
  if (path === '' && rest.length > 0) {
    response.setHeader('Content-Security-Policy', policy)
    return send(response, 'text/html; charset=utf-8', bytes)
  }
  // Other pages in the same browser have no business with the log, even if they knew where it is.
  const site = headers['sec-fetch-site'] ?? 'same-origin'
  if (site !== 'same-origin' && site !== 'none') return refuse(response, 403, 'Forbidden')
  if (path === 'logs.json') return send(response, 'application/json', Buffer.from(await listOf(files)))
  const number = /^logs\/(\d{1,6})$/.exec(path)?.[1]
  const file = number === undefined ? undefined : files[Number(number)]
  return file === undefined ? refuse(response, 404, 'Not found') : sendPart(file, request, response)
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status
  send(response, 'text/plain; charset=utf-8', Buffer.from(`${text}\n`))
}

function send(response: ServerResponse, type: string, bytes: Buffer): void {
  response.setHeader('Content-Type', type)
  response.setHeader('Content-Length', bytes.length)
  // To HEAD Node sends no body.
  response.end(bytes)
}

/** Sizes are those of this moment: a log that has grown is read to its new end when the page is loaded again. */
async function listOf(files: readonly OfferedFile[]): Promise<string> {
  const listed = files.map(async ({ name, handle }, number) => {
    const { size } = await handle.stat()
    return { name, size, path: `logs/${number}` }
  })
  return JSON.stringify({ files: await Promise.all(listed) })
}

async function sendPart(
  { handle }: OfferedFile,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = await handle.stat()
  const range = byteRange(headers.range, size)
  response.setHeader('Accept-Ranges', 'bytes')
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${size}`)
    return refuse(response, 416, 'Range not satisfiable')
  }
  const { start, end } = range
  response.statusCode = range.isPart ? 206 : 200
  response.setHeader('Content-Type', 'application/octet-stream')
  response.setHeader('Content-Length', end - start)
  if (range.isPart) response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${size}`)
  if (method === 'HEAD' || end === start) {
    response.end()
    return
  }
  await pipeline(piecesOf(handle, start, end), response)
}

/** Not a stream of the handle: whoever leaves in its middle destroys it, and with it the handle that others read from. */
async function* piecesOf(
  handle: OfferedFile['handle'],
  start: number,
  end: number,
): AsyncGenerator<Buffer, void, undefined> {
  for (let at = start; at < end; ) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, end - at))
    const { bytesRead } = await handle.read(piece, 0, piece.length, at)
    if (bytesRead === 0) throw new RangeError(`${end - at} bytes are gone from the file`)
    yield piece.subarray(0, bytesRead)
    at += bytesRead
  }
}
