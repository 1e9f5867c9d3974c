// One file, copied to wherever the logs are: no folder beside it is its own, so compiled code is not kept.
import { runTsAusearch } from './command.ts'

await runTsAusearch(new URL(import.meta.url))
