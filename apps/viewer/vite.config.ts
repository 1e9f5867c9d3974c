// Builds the page twice: as one HTML file with its script, its style and its worker in it, and as a site of three files. The
// policy of the first names script and style by their digests, that of the other allows the site's own.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createBpfTracker, renderBpfHtml } from '@ts-audit/bpf'
import { defineConfig, type Plugin } from 'vite'

const NAME = 'ts-audit.html'
const SITE = 'site'
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
  plugins: [pageAndSite()],
})

/** What a policy may name of a text between tags. */
function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/**
 * Nothing is fetched, ever. What runs is the page's script, its worker (a blob made of a text in it), and the script of
 * the page about BPF programs, which is shown in a frame without rights.
 *
 * @param script where the page's script comes from, as a policy says it; `style` as well
 */
function policyMeta(script: string, style: string): string {
  const report = renderBpfHtml(createBpfTracker().finish())
  const frameScript = /script-src ('sha256-[^']+')/.exec(report)?.[1] ?? ''
  const frameStyle = /style-src ('sha256-[^']+')/.exec(report)?.[1] ?? ''
  const policy = [
    "default-src 'none'",
    `script-src ${script} ${frameScript} 'wasm-unsafe-eval'`,
    `style-src ${style} ${frameStyle}`,
    'worker-src blob:',
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">`
}

function pageAndSite(): Plugin {
  return {
    name: 'page-and-site',
    enforce: 'post',
    generateBundle(_, bundle) {
      let script = ''
      let style = ''
      let html = ''
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type === 'chunk') script += asciiOf(output.code)
        else if (name.endsWith('.css')) style += String(output.source)
        else if (name.endsWith('.html')) html = String(output.source)
        delete bundle[name]
      }
      // The end of a script's element must not be in it.
      const safeScript = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--').trim()
      const page = htmlOf(html, {
        meta: policyMeta(digest(safeScript), digest(style)),
        style: `<style>${style}</style>`,
        script: `<script type="module">${safeScript}</script>`,
      })
      const files = { script: nameOf(script, 'js'), style: nameOf(style, 'css') }
      const site = htmlOf(html, {
        meta: policyMeta("'self'", "'self'"),
        style: `<link rel="stylesheet" href="${files.style}">`,
        script: `<script type="module" src="${files.script}"></script>`,
      })
      const emit = (fileName: string, source: string) => this.emitFile({ type: 'asset', fileName, source })
      emit(NAME, page)
      emit(`${SITE}/index.html`, site)
      emit(`${SITE}/${files.script}`, script)
      emit(`${SITE}/${files.style}`, style)
    },
  }
}

/** The same script; a browser reads a page that is all ASCII faster, since it has half the memory. */
function asciiOf(script: string): string {
  return script.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A name that changes with what is in the file: a browser may keep it for ever. */
function nameOf(text: string, ending: string): string {
  return `ts-audit-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.${ending}`
}

/** The page around its parts. The policy comes before all that it is about. */
function htmlOf(
  html: string,
  { meta, style, script }: Readonly<Record<'meta' | 'style' | 'script', string>>,
): string {
  return html
    .replace(/<script type="module"[^>]*><\/script>/, '')
    .replace(/<link rel="stylesheet"[^>]*>/, '')
    .replace('<meta charset="utf-8">', () => `<meta charset="utf-8">\n${meta}`)
    .replace('</head>', () => `${style}\n</head>`)
    .replace('<!doctype html>', () => `<!doctype html>\n<!--\n${notices}-->`)
    .replace('</body>', () => `${script}\n</body>`)
}
