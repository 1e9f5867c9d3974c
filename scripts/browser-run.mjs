// Programs bundled for the browser, and run in a headless Chromium of this machine.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/**
 * A module as one minified script for a browser. What it prints goes to the page's `print(number, …)`.
 * @param {string} program TypeScript
 * @param {string} folder  where its imports are looked up
 * @param {number} number  what the page calls it
 * @throws when it cannot be bundled, as where it needs a module of Node
 */
export async function bundleForBrowser(program, folder, number) {
  const { outputFiles } = await build({
    stdin: { contents: `${program}\nglobalThis.finish${number}()`, resolveDir: folder, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    define: { 'console.log': `globalThis.print${number}` },
    logLevel: 'silent',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/**
 * What each of some scripts of {@link bundleForBrowser} prints, by its number, when one page runs them all.
 * @param {string} chromium
 * @param {readonly string[]} scripts
 * @param {string} folder  for the page and the browser's profile
 * @returns {{ printed: string, finished: boolean }[]}
 */
export function runInBrowser(chromium, scripts, folder) {
  const page = join(folder, 'page.html')
  const profile = join(folder, 'profile')
  mkdirSync(profile, { recursive: true })
  writeFileSync(page, pageOf(scripts))
  const isRoot = process.getuid?.() === 0
  const dom = execFileSync(
    chromium,
    [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--headless',
      '--disable-gpu',
      `--user-data-dir=${profile}`,
      '--virtual-time-budget=60000',
      '--dump-dom',
      pathToFileURL(page).href,
    ],
    { encoding: 'utf8', timeout: 120_000, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const [, encoded] = /<pre>([^<]*)<\/pre>/.exec(dom) ?? []
  if (encoded === undefined) throw new Error(`${chromium} showed no results`)
  return JSON.parse(decodeURIComponent(encoded))
}

/** @param {readonly string[]} scripts */
function pageOf(scripts) {
  // The results are in the page after every script, for a browser that stops waiting for one of them.
  const head = `
    const results = Array.from({ length: ${scripts.length} }, () => ({ printed: '', finished: false }))
    const show = () => { document.querySelector('pre').textContent = encodeURIComponent(JSON.stringify(results)) }
    results.forEach((result, number) => {
      globalThis['print' + number] = (...values) => { result.printed += values.map(String).join(' ') + '\\n' }
      globalThis['finish' + number] = () => { result.finished = true; show() }
    })`
  const modules = scripts.map((script) => `<script type="module">${script}</script>`)
  return `<!doctype html><meta charset="utf-8"><pre></pre><script>${head}; show()</script>\n${modules.join('\n')}`
}
