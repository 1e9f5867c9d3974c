// `node apps/viewer/measure.mjs LOG [QUERY …]`: the built page in a headless Chromium on a log of any size, with what it is
// held to: first paint, size, time to index beside `ts-ausearch -m ALL --raw`, to search, to scroll, long tasks and memory.
// Opening and each search are done in turn with the command, ROUNDS times; medians, and the median of the ratios by pairs. On a machine
// that others use, look at processor time: that of opening is told for the workers, which read, and for the page as a whole.
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { timesOfScript } from '../../bench/measure.mjs'
import { findChromium } from '../../testing/src/find-chromium.mjs'
import { pageMemory, pageTime, watchMemory } from './src/testing/page-memory.mjs'

const ROUNDS = Number(process.env['ROUNDS'] ?? 3)
const SCROLLS = 100
const [log, ...wanted] = process.argv.slice(2)
if (log === undefined) throw new Error('usage: node measure.mjs LOG [QUERY ...]')
const queries =
  wanted.length > 0
    ? wanted
    : ['-m USER_CMD', '-k nosuchkey', '-sv no', '-ul 1000 -x ssh', 'uid == 0 && success r= no']
const file = fileURLToPath(new URL('dist/ts-audit.html', import.meta.url))
const command = fileURLToPath(new URL('../ts-ausearch/dist/ts-ausearch.js', import.meta.url))
const say = (/** @type {string} */ what, /** @type {string | number} */ value) =>
  console.log(`${what.padEnd(34)} ${value}`)
const ms = (/** @type {number} */ time) => `${Math.round(time)} ms`
const megabytes = (/** @type {number} */ bytes) => `${Math.round(bytes / (1 << 20))} MB`
const median = (/** @type {readonly number[]} */ values) =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0

/** @param {readonly string[]} args */
const timesOfCommand = (args) => timesOfScript([command, ...args, '--raw', '-if', log ?? ''])

/**
 * @param {readonly number[]} times
 * @param {readonly number[]} others
 */
function beside(times, others) {
  const ratio = median(times.map((time, at) => time / (others[at] ?? 1)))
  return `${ms(median(times))}; ts-ausearch ${ms(median(others))}, ratio by pairs ${ratio.toFixed(2)}`
}

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})

async function openPage() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  page.on('pageerror', (error) => say('ERROR', error.message))
  await page.goto(pathToFileURL(file).href)
  // Somebody looks for a file; meanwhile the page makes ready.
  await page.waitForTimeout(1500)
  return page
}

/**
 * Opens the log; milliseconds from when the page has the file until it is indexed, and until its events are shown. What the browser
 * and the test take to hand over the file is not in it.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} path
 * @returns {Promise<readonly [indexed: number, shown: number]>}
 */
async function timeOfOpening(page, path) {
  const times = page.evaluate(`new Promise((done) => {
    let began = 0
    let indexed = 0
    document.addEventListener('change', () => { began = performance.now() }, { capture: true, once: true })
    const observer = new MutationObserver(() => {
      const { answers } = document.querySelector('main')?.dataset ?? {}
      if (answers !== undefined && indexed === 0) indexed = performance.now() - began
      if (answers !== '1' || document.querySelector('.list .sentence') === null) return
      observer.disconnect()
      done([indexed, performance.now() - began])
    })
    observer.observe(document.body, { subtree: true, childList: true, attributes: true })
  })`)
  await page.locator('input[type=file]').first().setInputFiles(path)
  return /** @type {Promise<readonly [number, number]>} */ (times)
}

/**
 * Submits the search; times until the first row of it is there, -1 for none, and until all is found.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} query
 * @returns {Promise<readonly [first: number, all: number]>}
 */
async function timeOfSearch(page, query) {
  await page.fill('#query', query)
  await page.press('#query', 'Escape')
  await page.waitForTimeout(300)
  return page.evaluate(`new Promise((done) => {
    const main = document.querySelector('main')
    const before = main.dataset.answers
    // Rows of the search before are no answer to this one.
    document.querySelectorAll('.list .sentence').forEach((row) => row.classList.add('old'))
    let first = -1
    const began = performance.now()
    const observer = new MutationObserver(() => {
      if (first < 0 && document.querySelector('.list .sentence:not(.old)') !== null) first = performance.now() - began
      if (main.dataset.answers === before || main.getAttribute('aria-busy') === 'true') return
      if (first < 0 && document.querySelector('.list .none') === null) return
      observer.disconnect()
      done([first, performance.now() - began])
    })
    observer.observe(document.body, { subtree: true, childList: true, attributes: true })
    document.querySelector('form.search').requestSubmit()
  })`)
}

/**
 * @typedef {{ name: string, ph: string, pid: number, tid: number, tdur?: number, args: { name?: string } }} TraceEvent
 * `tdur` in microseconds.
 */

/** @returns {Promise<readonly TraceEvent[]>} */
async function traceEvents() {
  return JSON.parse((await browser.stopTracing()).toString()).traceEvents
}

/**
 * What the threads that run and draw pages have done.
 *
 * @param {readonly TraceEvent[]} events
 */
function tasksOfPages(events) {
  const threads = events
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid} ${tid}`)
  return events.filter(({ ph, pid, tid }) => ph === 'X' && threads.includes(`${pid} ${tid}`))
}

/**
 * Scrolls through all of the list; the longest task by the clock, as the page is told of it, and by the processor's time.
 *
 * @param {import('playwright-core').Page} page
 */
async function longestTasks(page) {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  const tasks = await page.evaluate(`(async () => {
    const tasks = []
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] })
    const rows = document.querySelector('.list .rows')
    for (let at = 0; at < ${SCROLLS}; at++) {
      rows.scrollTop = (rows.scrollHeight * at) / ${SCROLLS}
      await new Promise((done) => setTimeout(done, 30))
    }
    await new Promise((done) => setTimeout(done, 300))
    return tasks
  })()`)
  const times = tasksOfPages(await traceEvents()).map(({ tdur = 0 }) => tdur / 1000)
  const byClock = /** @type {readonly number[]} */ (tasks)
  return { count: byClock.length, byClock: Math.max(0, ...byClock), byProcessor: Math.max(0, ...times) }
}

say('size, gzipped', `${(gzipSync(readFileSync(file), { level: 9 }).length / 1024).toFixed(0)} KB`)
const paints = []
for (let round = 0; round < Math.max(5, ROUNDS); round++) {
  const page = await openPage()
  const paint = await page.evaluate(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1",
  )
  paints.push(Number(paint))
  await page.close()
}
say('first contentful paint', `${ms(median(paints))} (${paints.map(Math.round).join(', ')})`)

const memory = watchMemory()
const indexings = []
const openings = []
const readings = []
const times = []
const timesOfWorkers = []
const timesOfReading = []
let page = await openPage()
for (let round = 0; round < ROUNDS; round++) {
  await page.close()
  page = await openPage()
  const before = pageTime()
  const [indexed, shown] = await timeOfOpening(page, log)
  indexings.push(indexed)
  openings.push(shown)
  const after = pageTime()
  timesOfWorkers.push(after.workers - before.workers)
  times.push(after.all - before.all)
  const { byClock, byProcessor } = timesOfCommand(['-m', 'ALL'])
  readings.push(byClock)
  timesOfReading.push(byProcessor)
}
say(`index ${megabytes(statSync(log).size)}`, beside(indexings, readings))
say('  until its events are shown', beside(openings, readings))
say('  processor time of its workers', beside(timesOfWorkers, timesOfReading))
say('  processor time of the page', beside(times, timesOfReading))
say('memory of the page', `${megabytes(pageMemory())}, at most ${megabytes(memory.most())}`)
await page.waitForSelector('.list .sentence')
const tasks = await longestTasks(page)
say(
  'scroll through all of it',
  `${tasks.count} long tasks, the longest ${ms(tasks.byClock)} by the clock; ${ms(tasks.byProcessor)} of the processor`,
)
for (const query of queries) {
  memory.reset()
  const firsts = []
  const alls = []
  const commands = []
  const words = query.startsWith('-') ? query.split(' ') : ['--expr', query]
  for (let round = 0; round < ROUNDS; round++) {
    const [first, all] = await timeOfSearch(page, query)
    firsts.push(first)
    alls.push(all)
    commands.push(timesOfCommand(words).byClock)
  }
  const found = await page.locator('nav.tabs small').first().textContent()
  const first = median(firsts) < 0 ? 'no rows' : `first rows ${ms(median(firsts))}`
  say(
    query,
    `${first}, all ${beside(alls, commands)}; ${found?.trim()} events, memory ${megabytes(memory.most())}`,
  )
}
memory.end()
await browser.close()
