/** What the command ts-ausearch is made of, and nothing that only ts-aureport needs. */

export { runAusearch } from './ausearch/run-ausearch.ts'
export { serveThread } from './ausearch/serve-thread.ts'
export { ausearchTable } from './ausearch/table.ts'
export { runCommand } from './run/main.ts'
