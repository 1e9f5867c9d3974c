/** What the command ts-aubpfd is made of. */
export { serveAskingThread } from './aubpfd/asking-thread.ts'
export { aubpfdTable } from './aubpfd/options.ts'
export { runAubpfd } from './aubpfd/run-aubpfd.ts'
export { runCommand } from './run/main.ts'
