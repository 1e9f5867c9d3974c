/** The kernel's log as JSON: `dmesg -J`, and Fluent Bit's input from `/dev/kmsg`. */
import { LESS, NEWLINE } from '../ascii.ts'
import { indexOfByte } from '../bytes.ts'
import type { ObjectForm } from '../input-form.ts'
import { kernelRecord } from '../record-heads.ts'
import { KernelText } from '../text/kernel-text.ts'

export const dmesgJson: ObjectForm = {
  kind: 'object',
  name: 'dmesg-json',
  title: "the kernel's log as JSON",
  losses: ['no-enrichment', 'no-daemon-records'],
  open: (out) => {
    const kernel = new KernelText(out, 'unprintable')
    const kmsg = new KernelText(out, 'all')
    return {
      object(object) {
        const text = object.string('msg')
        const isDmesg = object.has('time') && object.has('pri')
        const isKmsg = !isDmesg && object.has('sequence') && object.has('priority') && object.has('usec')
        if (text === undefined || (!isDmesg && !isKmsg)) return false
        const end = messageEnd(text)
        const facility = object.word('fac')
        if (facility !== undefined && facility !== 'kern') {
          out.unread(kernelRecord(text, 0, end) === undefined ? 'other' : 'not-kernel')
          return true
        }
        if (!(isKmsg ? kmsg : kernel).line(text, 0, end)) out.unread('other')
        return true
      },
    }
  },
}

/** `dmesg -J --file` goes on into the next messages, each of which it gives by itself too (util-linux 2.38). */
function messageEnd(text: Uint8Array): number {
  for (
    let at = indexOfByte(text, NEWLINE, 0, text.length);
    at >= 0;
    at = indexOfByte(text, NEWLINE, at + 1, text.length)
  ) {
    if (at + 1 === text.length || text[at + 1] === LESS) return at
  }
  return text.length
}
