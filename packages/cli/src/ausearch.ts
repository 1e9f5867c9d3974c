/** What the command ts-ausearch is made of, and nothing that only ts-aureport needs. */

export { runAusearch } from './ausearch/run-ausearch.ts'
export { ausearchTable } from './ausearch/table.ts'
export { serveFormatThread } from './format/format-thread.ts'
export { runCommand } from './run/main.ts'
