import { isMainThread } from 'node:worker_threads'
import { runAusearch, runCommand, serveThread } from '@ts-audit/cli'

if (isMainThread) await runCommand('ts-ausearch', runAusearch, new URL(import.meta.url))
else serveThread()
