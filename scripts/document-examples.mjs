// Takes the examples out of the documents: programs with what they print, and commands with their output.

/**
 * @typedef {{ language: string, text: string, line: number }} Block  a fenced block; line counts from 1
 * @typedef {{ program: string, output: string | undefined, line: number }} ProgramExample
 * @typedef {{ command: string, output: string, line: number }} CommandExample
 */

/**
 * The fenced code blocks of a Markdown text, in order.
 * @param {string} markdown
 * @returns {Block[]}
 */
export function codeBlocks(markdown) {
  const pattern = /^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm
  return [...markdown.matchAll(pattern)].map(({ 1: language = '', 2: text = '', index }) => ({
    language,
    text,
    line: markdown.slice(0, index).split('\n').length,
  }))
}

/**
 * The programs of a document and what each prints: `ts` blocks, each with a `text` block right after it. Where there is
 * none, the output is undefined.
 * @param {string} markdown
 * @returns {ProgramExample[]}
 */
export function programExamples(markdown) {
  const blocks = codeBlocks(markdown)
  return blocks.flatMap(({ language, text, line }, index) => {
    if (language !== 'ts') return []
    const next = blocks[index + 1]
    return [{ program: text, output: next?.language === 'text' ? next.text : undefined, line }]
  })
}

/**
 * The commands of the `console` blocks: a line that begins with `$ `, then what it prints.
 * @param {string} markdown
 * @returns {CommandExample[]}
 */
export function commandExamples(markdown) {
  return codeBlocks(markdown)
    .filter(({ language }) => language === 'console')
    .flatMap(({ text, line }) =>
      [...text.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(({ 1: command = '', 2: output = '' }) => ({
        command,
        output,
        line,
      })),
    )
}
