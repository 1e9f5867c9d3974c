// Messages as Linux 6.12 sent them to the group AUDIT_NLGRP_READLOG: a LOAD, its UNLOAD, and the end of an event.
import { endianness } from 'node:os'
import { expect, test } from 'vitest'
import { programRecord } from './record-socket.ts'

const LOAD =
  '3b000000360500000000000000000000617564697428313739353935303638362e3231313a3132293a2070726f672d69643d31206f703d4c4f4144'
const UNLOAD =
  '3d000000360500000000000000000000617564697428313739353935303638362e3239353a3135293a2070726f672d69643d31206f703d554e4c4f4144'
const END = '2a000000280500000000000000000000617564697428313739353935303638362e3231313a3132293a20'

test.runIf(endianness() === 'LE').each([
  [LOAD, { event: '1795950686.211:12', progId: 1, op: 'LOAD' }],
  [UNLOAD, { event: '1795950686.295:15', progId: 1, op: 'UNLOAD' }],
  [END, undefined],
  [LOAD.slice(0, 20), undefined],
  ['', undefined],
])('%s', (message, record) => {
  expect(programRecord(Buffer.from(message, 'hex'))).toEqual(record)
})
