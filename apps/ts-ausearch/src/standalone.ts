// One file, copied to wherever the logs are: no folder beside it is its own, so compiled code is not kept, and it is the
// script of its threads, too.
import { isMainThread } from 'node:worker_threads'
import { serveThread } from '@ts-audit/cli/ausearch'
import { runTsAusearch } from './command.ts'

if (isMainThread) await runTsAusearch(new URL(import.meta.url))
else await serveThread()
