// Takes the examples out of the documents: programs with what they print, and commands with their output.

/**
 * @typedef {{ language: string, text: string, line: number }} Block  a fenced block; line counts from 1
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
 * The first program of a document and what it prints: a `ts` block with a `text` block right after it.
 * @param {string} markdown
 * @returns {{ program: string, output: string } | undefined}
 */
export function programExample(markdown) {
  const blocks = codeBlocks(markdown)
  const index = blocks.findIndex(({ language }) => language === 'ts')
  const program = blocks[index]
  const output = blocks[index + 1]
  if (program === undefined || output?.language !== 'text') return undefined
  return { program: program.text, output: output.text }
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
