/** The log that auditd writes: its lines are records as they are (spec 01 §3). */
import type { InputForm } from './input-form.ts'

const BEGINNINGS = ['type=', 'node='].map((text) => new TextEncoder().encode(text))

export const auditLog: InputForm = {
  name: 'audit',
  beginsAt: (bytes, at) =>
    BEGINNINGS.some((beginning) => beginning.every((byte, offset) => bytes[at + offset] === byte)),
}
