/** What the command ts-aureport is made of, and nothing that only ts-ausearch needs. */
export { runAureport } from './aureport/run-aureport.ts'
export { aureportTable } from './aureport/table.ts'
export { runCommand } from './run/main.ts'
