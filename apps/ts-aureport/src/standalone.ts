// One file, copied to wherever the logs are: no folder beside it is its own, so compiled code is not kept.
import { runTsAureport } from './command.ts'

await runTsAureport()
