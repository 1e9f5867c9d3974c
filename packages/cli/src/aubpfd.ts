/** What the command ts-aubpfd is made of. */
export { aubpfdTable } from './aubpfd/options.ts'
export { runAubpfd } from './aubpfd/run-aubpfd.ts'
export { runCommand } from './run/main.ts'
