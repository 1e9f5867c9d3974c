// A thread of the command: a script of its own, since to ask which thread it is costs every start some milliseconds.
import { serveThread } from '@ts-audit/cli/ausearch'
import { keepCompiledCode } from '@ts-audit/cli/start'

keepCompiledCode(import.meta.url)
serveThread()
