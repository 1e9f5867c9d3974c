// The thread that asks: a script of its own.
import { serveAskingThread } from '@ts-audit/cli/aubpfd'

serveAskingThread()
