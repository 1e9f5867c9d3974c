/** A report as one page that loads nothing and runs nothing: a policy in it allows its style alone. */
import type { TextTable } from './cells.ts'

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color-scheme:light dark}
table{border-collapse:collapse}th,td{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #8884;vertical-align:top}
th{position:sticky;top:0;background:Canvas}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
td{unicode-bidi:isolate;overflow-wrap:anywhere}`

export function renderHtml({ title, columns, isNumber, rows, remark }: TextTable): string {
  const cell = (tag: 'td' | 'th', text: string, index: number) =>
    `<${tag}${isNumber[index] === true ? ' class="n"' : ''}>${escaped(text)}</${tag}>`
  const heading = columns.map((column, index) => cell('th', column.replaceAll('_', ' '), index)).join('')
  const body = rows.map(
    (row) => `<tr>${row.map((text = '', index) => cell('td', text, index)).join('')}</tr>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<h1>${escaped(title)}</h1>
${remark === undefined ? '' : `<p>${escaped(remark)}</p>\n`}${rows.length === 0 ? '<p>Nothing.</p>' : `<table>\n<thead><tr>${heading}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`}
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}
