// `npm run test:cluster`: packages/fleet on clusters of real ClickHouse servers on this machine. Where these cannot be had it
// says why, and that is no failure.
import { provideClickHouse, provideOldClickHouse } from './cluster/clickhouse.mjs'
import { build, install, note, run } from './project.mjs'

await install()
const clickHouse = await provideClickHouse()
if ('missing' in clickHouse) {
  note(`The tests on a ClickHouse cluster are skipped: ${clickHouse.missing}`)
} else {
  await build()
  const old = provideOldClickHouse()
  if ('missing' in old) note(`The test on ClickHouse 18.16 is skipped: ${old.missing}`)
  const status = await run(
    [
      'npx',
      '--no-install',
      'vitest',
      'run',
      '--root',
      'packages/fleet',
      '--config',
      'cluster/vitest.config.ts',
    ],
    {
      env: {
        TS_AUDIT_CLICKHOUSE: JSON.stringify(clickHouse),
        ...('missing' in old ? {} : { TS_AUDIT_OLD_CLICKHOUSE: JSON.stringify(old) }),
      },
    },
  )
  process.exitCode = status
}
