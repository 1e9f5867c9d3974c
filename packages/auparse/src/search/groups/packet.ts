/** NETFILTER_PKT, and the objects of IPC and OBJ_PID records (spec 01 §5.5). */
import { toHost, toObject } from '../assign.ts'
import { sequence, when } from '../step.ts'
import { word, wordOrEnd } from '../text-steps.ts'

export const ipc = when('object', wordOrEnd('obj=', toObject))

export const netfilterPacket = sequence(when('host', word('saddr=', { unterminated: 1 }, toHost)), ipc)
