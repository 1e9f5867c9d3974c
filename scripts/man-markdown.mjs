// A man page of the commands as Markdown: the few macros that they write (man(7)).

/**
 * @param {string} page
 * @throws {Error} for a macro that the commands do not write
 */
export function manMarkdown(page) {
  /** @type {string[]} */
  const lines = []
  let isTag = false
  for (const line of page.trimEnd().split('\n')) {
    const [, macro, rest = ''] = /^\.([A-Z]{1,2}|br)(?: (.*))?$/.exec(line) ?? []
    const words = macro === undefined ? plain(line) : plain(rest.replaceAll('"', ''))
    if (line.startsWith('.') && macro === undefined)
      throw new Error(`no macro of a man page is known as ${line}`)
    if (macro === 'TH') lines.push(`# ${words.split(' ')[0]?.toLowerCase()}(8)`, '')
    else if (macro === 'SH') lines.push('', `## ${words}`, '')
    else if (macro === 'SS') lines.push('', `### ${words}`, '')
    else if (macro === 'TP') isTag = true
    else if (macro === 'br') lines.push('')
    else if (isTag) {
      lines.push('', `- **${words}**`, '')
      isTag = false
    } else if (macro === 'B' || macro === 'BR') lines.push(`**${words}**`)
    else if (macro === 'I' || macro === 'IR' || macro === 'RI') lines.push(words)
    else if (macro === undefined) lines.push(words)
    else throw new Error(`no macro of a man page is known as .${macro}`)
  }
  return `${lines.join('\n').replaceAll(/\n{3,}/g, '\n\n')}\n`
}

/** @param {string} text */
function plain(text) {
  return text
    .replaceAll('\\-', '-')
    .replaceAll('\\(aq', "'")
    .replaceAll('\\(dq', '"')
    .replaceAll('\\e', '\\')
    .replaceAll('\\&', '')
    .replaceAll(/[<>|*_`[\]]/g, '\\$&')
}
