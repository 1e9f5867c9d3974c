// A thread that formats events: a script of its own, since to ask which thread it is costs every start some milliseconds.
import { serveFormatThread } from '@ts-audit/cli/ausearch'

serveFormatThread()
