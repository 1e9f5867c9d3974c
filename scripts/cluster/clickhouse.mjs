// A ClickHouse server for tests, without one being installed: the library of the npm package chdb, kept in the user's cache,
// and a launcher compiled from launcher.c that runs it as a process which listens.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, statfsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fetchPackages } from '../project.mjs'

/** The version of ClickHouse in the package, and what the package needs on disk, in bytes. */
const VERSION = '26.7.3-stable.1'
const NEEDS_BYTES = 1.5e9

const PACKAGES = new Map([
  ['x64', '@chdb/lib-linux-x64-gnu'],
  ['arm64', '@chdb/lib-linux-arm64-gnu'],
])

/**
 * @typedef {{ launcher: string, library: string }} ClickHouse  the program to start, and its first argument
 * @typedef {{ missing: string }} Missing                       why there is none
 */

/**
 * Finds ClickHouse in the cache, or fetches it into it.
 * @returns {Promise<ClickHouse | Missing>}
 */
export async function provideClickHouse() {
  const name = PACKAGES.get(process.arch)
  if (process.platform !== 'linux' || name === undefined) {
    return { missing: `there is no package of it for ${process.platform} on ${process.arch}` }
  }
  if (process.arch === 'x64' && !/^flags\s*:.*\bavx2\b/m.test(readFileSync('/proc/cpuinfo', 'latin1'))) {
    return { missing: 'this processor has no AVX2' }
  }
  const folder = join(cacheFolder(), `clickhouse-${VERSION}`)
  mkdirSync(folder, { recursive: true })
  const library = join(folder, 'node_modules', name, 'libchdb.so')
  const installed = join(folder, 'node_modules', name, 'package.json')
  if (!existsSync(library) || !existsSync(installed)) {
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize < NEEDS_BYTES) return { missing: 'less than 1.5 GB are free where it would be kept' }
    const status = await fetchPackages(folder, [`${name}@${VERSION}`])
    if (status !== 0 || !existsSync(library)) return { missing: 'the registry does not give it' }
  }
  const launcher = join(folder, 'launcher')
  const source = fileURLToPath(new URL('launcher.c', import.meta.url))
  const made = `${launcher}.${process.pid}`
  const compiled = spawnSync('gcc', ['-O1', '-Wall', '-rdynamic', '-o', made, source, '-ldl'], {
    encoding: 'utf8',
  })
  if (compiled.error !== undefined) return { missing: 'there is no gcc to compile its launcher' }
  if (compiled.status !== 0) throw new Error(`launcher.c does not compile: ${compiled.stderr}`)
  renameSync(made, launcher)
  return { launcher, library }
}

/**
 * Debian's ClickHouse of 2018, unpacked into the cache and not installed, to see how an old server is met.
 * @returns {{ server: string, libraries: string } | Missing}
 */
export function provideOldClickHouse() {
  const folder = join(cacheFolder(), 'clickhouse-18.16')
  const unpacked = join(folder, 'root')
  const server = join(unpacked, 'usr', 'sbin', 'clickhouse-server')
  const libraries = ['usr/lib', `usr/lib/${triplet()}`, `lib/${triplet()}`, 'lib']
    .map((path) => join(unpacked, path))
    .join(':')
  if (existsSync(server)) return { server, libraries }
  mkdirSync(join(folder, 'partial'), { recursive: true })
  const options = ['-y', '-qq', '--download-only', '--no-install-recommends', '-o', 'Debug::NoLocking=1']
  const fetched = spawnSync('apt-get', [
    'install',
    ...options,
    ...['-o', `Dir::Cache::archives=${folder}`, 'clickhouse-server=18.16.*'],
  ])
  if (fetched.status !== 0) return { missing: 'apt does not give clickhouse-server 18.16' }
  const unpack = 'for file in *.deb; do dpkg-deb -x "$file" "$0" || exit 1; done; mv "$0" root; rm -f *.deb'
  const status = spawnSync('sh', ['-c', unpack, `unpacking-${process.pid}`], { cwd: folder }).status
  return status === 0 && existsSync(server)
    ? { server, libraries }
    : { missing: 'the package of clickhouse-server 18.16 cannot be unpacked' }
}

/** Where what is fetched once for all checkouts is kept. */
function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ts-audit')
}

function triplet() {
  return process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'
}
