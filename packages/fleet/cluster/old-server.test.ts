/** Debian's ClickHouse 18.16, of 2018: refused with the reason. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openClickHouse } from '../src/engines/clickhouse/clickhouse-engine.ts'
import { freePort, ready } from './nodes.ts'

const ADDRESS = '127.0.0.10'
const old = process.env['TS_AUDIT_OLD_CLICKHOUSE']

test.skipIf(old === undefined)('ClickHouse 18.16 is refused [needs clickhouse-server 18.16]', async () => {
  const { server, libraries } = JSON.parse(old ?? '{}') as { server: string; libraries: string }
  const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-old-clickhouse-'))
  const port = await freePort([ADDRESS])
  for (const name of ['data', 'tmp']) mkdirSync(path.join(folder, name))
  writeFileSync(path.join(folder, 'users.xml'), USERS)
  writeFileSync(
    path.join(folder, 'config.xml'),
    `<yandex><logger><level>none</level></logger><http_port>${port}</http_port><listen_host>${ADDRESS}</listen_host>
    <path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path><users_config>${folder}/users.xml</users_config>
    <default_profile>default</default_profile><default_database>default</default_database><mark_cache_size>5000000</mark_cache_size></yandex>`,
  )
  const child = spawn(server, [`--config-file=${folder}/config.xml`], {
    cwd: folder,
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
    stdio: 'ignore',
  })
  try {
    await ready(`http://${ADDRESS}:${port}/ping`)
    await expect(openClickHouse(`clickhouse://${ADDRESS}:${port}/default`)).rejects.toThrow(
      `ClickHouse at ${ADDRESS}:${port} is version 18.16.1; 24.8 or newer is needed`,
    )
  } finally {
    const end = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await end
    rmSync(folder, { recursive: true, force: true })
  }
})

const USERS = `<yandex><profiles><default/></profiles><quotas><default/></quotas><users><default><password></password>
  <networks><ip>127.0.0.0/8</ip></networks><profile>default</profile><quota>default</quota></default></users></yandex>`
