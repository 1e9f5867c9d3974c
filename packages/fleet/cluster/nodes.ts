/** Clusters of real ClickHouse servers on loopback addresses of this machine, which tests start, kill, freeze and start again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { grants } from '../src/engines/clickhouse/grants.ts'

/** Loopback addresses beyond the one that everybody uses: each is a node. */
const FIRST_ADDRESS = 11
const START_MILLISECONDS = 60_000

export const CLUSTER = 'fleet'
export const DATABASE = 'audit'
export const PASSWORD = 'not-a-secret'

interface ClickHouse {
  readonly launcher: string
  readonly library: string
}

export interface ClusterNode {
  readonly address: string
  /** `host:port` of HTTP. */
  readonly http: string
  /** `host:port` by which the other nodes reach it. */
  readonly tcp: string
  kill(): Promise<void>
  freeze(): void
  thaw(): void
  /** Starts it again on its data. */
  start(): Promise<void>
}

export interface Cluster {
  readonly nodes: readonly ClusterNode[]
  /** An address for `openStore`. */
  url(options?: { readonly user?: string; readonly password?: string; readonly deadline?: number }): string
  /** Asks one node by itself, past the store, as its administrator. */
  ask(node: number, sql: string): Promise<string>
  stop(): Promise<void>
}

export interface Shape {
  readonly shards: number
  readonly replicas: number
}

/** Starts a cluster, whose nodes are those of the first shard, then those of the second. */
export async function startCluster({ shards, replicas }: Shape): Promise<Cluster> {
  const { launcher, library } = JSON.parse(process.env['TS_AUDIT_CLICKHOUSE'] ?? '{}') as ClickHouse
  const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-cluster-'))
  const addresses = Array.from(
    { length: shards * replicas },
    (_, index) => `127.0.0.${FIRST_ADDRESS + index}`,
  )
  const [tcpPort, httpPort] = [await freePort(addresses), await freePort(addresses)]
  writeFileSync(path.join(folder, 'users.xml'), usersFile())
  writeFileSync(path.join(folder, 'config.xml'), configFile(addresses, replicas, tcpPort))
  const nodes = addresses.map((address) => {
    let child: ChildProcess | undefined
    const node: ClusterNode = {
      address,
      http: `${address}:${httpPort}`,
      tcp: `${address}:${tcpPort}`,
      kill: () => ended(child),
      freeze: () => void child?.kill('SIGSTOP'),
      thaw: () => void child?.kill('SIGCONT'),
      async start() {
        const data = path.join(folder, address)
        mkdirSync(data, { recursive: true })
        const log = openSync(path.join(folder, `${address}.log`), 'a')
        child = spawn(launcher, [library, ...nodeArguments(folder, data, address, tcpPort, httpPort)], {
          stdio: ['ignore', log, log],
        })
        await ready(`http://${address}:${httpPort}/ping`)
      },
    }
    return node
  })
  const cluster: Cluster = {
    nodes,
    url: ({ user = 'owner', password = PASSWORD, deadline = 20 } = {}) =>
      `clickhouse://${user}:${password}@${nodes.map(({ http }) => http).join(',')}/${DATABASE}?${
        nodes.length > 1 ? `cluster=${CLUSTER}&` : ''
      }deadline=${deadline}`,
    async ask(index, sql) {
      const login = new URLSearchParams({ user: 'admin', password: PASSWORD })
      const answer = await fetch(`http://${nodes[index]?.http}/?${login}`, { method: 'POST', body: sql })
      const text = await answer.text()
      if (!answer.ok) throw new Error(text)
      return text.trim()
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.kill()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    await Promise.all(nodes.map((node) => node.start()))
    for (const index of nodes.keys()) {
      await cluster.ask(index, `CREATE DATABASE IF NOT EXISTS ${DATABASE} ENGINE = Atomic`)
    }
  } catch (error) {
    await cluster.stop()
    throw error
  }
  return cluster
}

/** clickhouse-local listens as soon as it is told to, and for as long as its statement runs. */
function nodeArguments(folder: string, data: string, address: string, tcpPort: number, httpPort: number) {
  const forever =
    'SELECT sleepEachRow(3) FROM numbers(10000000) FORMAT Null SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 10000000'
  return [
    `--config-file=${path.join(folder, 'config.xml')}`,
    `--path=${data}`,
    '--multiquery',
    `--query=SYSTEM START LISTEN TCP; SYSTEM START LISTEN HTTP; ${forever}`,
    '--',
    `--listen_host=${address}`,
    `--tcp_port=${tcpPort}`,
    `--http_port=${httpPort}`,
  ]
}

function configFile(addresses: readonly string[], replicas: number, port: number): string {
  const shards: string[] = []
  for (let first = 0; first < addresses.length; first += replicas) {
    const members = addresses
      .slice(first, first + replicas)
      .map(
        (host) =>
          `<replica><host>${host}</host><port>${port}</port><user>peer</user><password>${PASSWORD}</password></replica>`,
      )
    // There is no Keeper in it: a write goes to every replica.
    shards.push(`<shard><internal_replication>false</internal_replication>${members.join('')}</shard>`)
  }
  return `<clickhouse>
  <logger><level>none</level></logger>
  <users_config>users.xml</users_config>
  <max_server_memory_usage>2000000000</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <remote_servers><${CLUSTER}>${shards.join('')}</${CLUSTER}></remote_servers>
</clickhouse>`
}

/** `default` is clickhouse-local itself; `peer` is what the nodes are to each other. */
function usersFile(): string {
  const user = (name: string, password: string, network: string, given: readonly string[]) =>
    `<${name}><password>${password}</password><networks><ip>${network}</ip></networks><profile>default</profile><quota>default</quota>${
      given.length === 0
        ? '<access_management>1</access_management>'
        : `<grants>${given.map((grant) => `<query>${grant}</query>`).join('')}</grants>`
    }</${name}>`
  return `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    ${user('default', '', '::1', [])}
    ${user('admin', PASSWORD, '127.0.0.0/8', [])}
    ${user('peer', PASSWORD, '127.0.0.0/8', grants('importer', DATABASE))}
    ${user('owner', PASSWORD, '127.0.0.0/8', grants('owner', DATABASE))}
    ${user('importer', PASSWORD, '127.0.0.0/8', grants('importer', DATABASE))}
    ${user('reader', PASSWORD, '127.0.0.0/8', grants('reader', DATABASE))}
  </users>
</clickhouse>`
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const end = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await end
}

export async function ready(url: string): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS
  for (;;) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
    if (answer?.ok === true) return
    if (Date.now() > deadline) throw new Error(`nothing answers at ${url}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A port that is free at all addresses. */
export async function freePort(addresses: readonly string[]): Promise<number> {
  for (;;) {
    const port = await listenOnce(addresses[0] ?? '127.0.0.1', 0)
    const others = await Promise.all(
      addresses.slice(1).map((address) =>
        listenOnce(address, port).then(
          () => true,
          () => false,
        ),
      ),
    )
    if (others.every(Boolean)) return port
  }
}

function listenOnce(address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, address, () => {
      const bound = server.address()
      server.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : port))
    })
  })
}
