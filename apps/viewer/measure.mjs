// `node apps/viewer/measure.mjs LOG [QUERY …]`: the built page in a headless Chromium on a log of any size, with what it is
// held to: first paint, size, time to open beside `ts-ausearch -m ALL --raw`, to search, to scroll, and long tasks.
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { findChromium } from '../../testing/src/find-chromium.mjs'

const [log, ...wanted] = process.argv.slice(2)
if (log === undefined) throw new Error('usage: node measure.mjs LOG [QUERY ...]')
const queries =
  wanted.length > 0
    ? wanted
    : ['-m USER_LOGIN', '-k nosuchkey', '-sv no', '-ul 1000 -x ssh', 'uid == 0 && success r= no']
const file = fileURLToPath(new URL('dist/ts-audit.html', import.meta.url))
const command = fileURLToPath(new URL('../ts-ausearch/dist/ts-ausearch.js', import.meta.url))
const say = (/** @type {string} */ what, /** @type {string | number} */ value) =>
  console.log(`${what.padEnd(46)} ${value}`)
const ms = (/** @type {number} */ time) => `${Math.round(time)} ms`

/** @param {readonly string[]} args */
function timeOfCommand(args) {
  const began = performance.now()
  spawnSync(process.execPath, [command, ...args, '-if', log ?? ''], { stdio: ['ignore', 'ignore', 'ignore'] })
  return performance.now() - began
}

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
page.on('pageerror', (error) => say('ERROR', error.message))
await page.addInitScript(`
  window.longTasks = []
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longTasks.push(duration) }).observe({ entryTypes: ['longtask'] })`)
const url = pathToFileURL(file).href
await page.goto(url)
await page.waitForTimeout(500)
await page.reload()
await page.waitForTimeout(500)
say('size, gzipped', `${(gzipSync(readFileSync(file), { level: 9 }).length / 1024).toFixed(0)} KB`)
const paint = await page.evaluate(
  "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1",
)
say('first contentful paint', ms(Number(paint)))

const answered = async (/** @type {() => Promise<unknown>} */ act) => {
  const main = page.locator('main[data-answers]')
  const before = (await main.count()) === 0 ? 0 : Number(await main.getAttribute('data-answers'))
  await page.evaluate('window.longTasks.length = 0')
  const began = performance.now()
  await act()
  await page.waitForSelector(`main[data-answers="${before + 1}"]`, { timeout: 600_000 })
  return performance.now() - began
}
const longest = async () => ms(Number(await page.evaluate('Math.max(0, ...window.longTasks)')))

const size = statSync(log).size / (1 << 20)
const alone = timeOfCommand(['-m', 'ALL', '--raw'])
const opening = await answered(() => page.locator('input[type=file]').first().setInputFiles(log))
say(`open and show, ${size.toFixed(0)} MB`, `${ms(opening)}, longest task ${await longest()}`)
say('  ts-ausearch -m ALL --raw', ms(alone))
await page.locator('nav.tabs button', { hasText: 'Input' }).click()
say('  the page says', (await page.locator('.input > p').first().textContent())?.slice(0, 160) ?? '')
await page.locator('nav.tabs button', { hasText: 'Events' }).click()

await page.waitForSelector('.list .sentence')
await page.evaluate('window.longTasks.length = 0')
await page.evaluate(`(async () => {
  const rows = document.querySelector('.list .rows')
  for (let at = 0; at < 60; at++) {
    rows.scrollTop = (rows.scrollHeight * at) / 60
    await new Promise((done) => setTimeout(done, 30))
  }
})()`)
say('scroll through all of it', `longest task ${await longest()}`)
const heap = await page.evaluate('performance.memory?.usedJSHeapSize ?? 0')
say('heap of the page (not of its worker)', `${(Number(heap) / (1 << 20)).toFixed(0)} MB`)

for (const query of queries) {
  await page.fill('#query', query)
  await page.press('#query', 'Escape')
  // Rows of the search before are no answer to this one.
  await page.evaluate(
    "document.querySelectorAll('.list .sentence').forEach((row) => row.classList.add('old'))",
  )
  let first = 0
  const began = performance.now()
  const done = answered(() => page.press('#query', 'Enter'))
  const seen = page
    .waitForSelector('.list .row .sentence:not(.old)', { timeout: 5000 })
    .then(() => {
      first = performance.now() - began
    })
    .catch(() => {})
  const all = await done
  const refused = await page
    .locator('#mistake')
    .textContent({ timeout: 100 })
    .catch(() => undefined)
  if (refused !== undefined) {
    // What is in the list was found before.
    say(query, `REFUSED: ${refused?.trim()}`)
    await seen
    continue
  }
  const count = await page.locator('nav.tabs small').first().textContent()
  if (count?.trim() !== '0') await seen
  const words = query.startsWith('-') ? query.split(' ') : ['--expr', query]
  say(
    query,
    `first rows ${first === 0 ? 'none' : ms(first)}, all ${ms(all)}, ${count} events, longest task ${await longest()}; ts-ausearch ${ms(timeOfCommand([...words, '--raw']))}`,
  )
}
await browser.close()
