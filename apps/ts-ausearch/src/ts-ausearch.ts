import { isMainThread } from 'node:worker_threads'
import { runAusearch, runCommand, serveFormatThread } from '@ts-audit/cli/ausearch'

if (isMainThread) await runCommand('ts-ausearch', runAusearch, new URL(import.meta.url))
else serveFormatThread()
