// Builds the page: one HTML file with its script, its style and its worker, and a policy that names them by their digests.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createBpfTracker, renderBpfHtml } from '@ts-audit/bpf'
import { defineConfig, type Plugin } from 'vite'

const NAME = 'ts-audit.html'
/** Whoever copies the file copies the licenses with it. */
const notices = readFileSync(new URL('THIRD-PARTY.md', import.meta.url), 'utf8')

export default defineConfig({
  base: './',
  build: {
    target: 'es2023',
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
  worker: { format: 'iife' },
  plugins: [singleFile()],
})

/** What a policy may name of a text between tags. */
function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/**
 * Nothing is fetched, ever. What runs is this file's script, its worker (a blob made of a text in it), and the script of
 * the page about BPF programs, which is shown in a frame without rights.
 */
function policy(script: string, style: string): string {
  const report = renderBpfHtml(createBpfTracker().finish())
  const frameScript = /script-src ('sha256-[^']+')/.exec(report)?.[1] ?? ''
  const frameStyle = /style-src ('sha256-[^']+')/.exec(report)?.[1] ?? ''
  return [
    "default-src 'none'",
    `script-src ${digest(script)} ${frameScript} 'wasm-unsafe-eval'`,
    `style-src ${digest(style)} ${frameStyle}`,
    'worker-src blob:',
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function singleFile(): Plugin {
  return {
    name: 'single-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      let script = ''
      let style = ''
      let html = ''
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type === 'chunk') script += output.code
        else if (name.endsWith('.css')) style += String(output.source)
        else if (name.endsWith('.html')) html = String(output.source)
        delete bundle[name]
      }
      // The end of a script's element must not be in it.
      const safeScript = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--').trim()
      const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(safeScript, style)}">`
      const source = html
        .replace(/<script type="module"[^>]*><\/script>/, '')
        .replace(/<link rel="stylesheet"[^>]*>/, '')
        .replace('<meta charset="utf-8">', () => `<meta charset="utf-8">\n${meta}`)
        .replace('</head>', () => `<style>${style}</style>\n</head>`)
        .replace('<!doctype html>', () => `<!doctype html>\n<!--\n${notices}-->`)
        .replace('</body>', () => `<script type="module">${safeScript}</script>\n</body>`)
      this.emitFile({ type: 'asset', fileName: NAME, source })
    },
  }
}
