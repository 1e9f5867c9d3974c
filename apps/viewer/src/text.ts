/** Text of logs, which is bytes read as latin1, and text for people. */

const NOT_ASCII = /[\x80-\xff]/
const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** Latin1 text as people write it: its bytes read as UTF-8 where they are. */
export function forPeople(latin1: string): string {
  if (!NOT_ASCII.test(latin1)) return latin1
  return decoder.decode(Uint8Array.from(latin1, (character) => character.charCodeAt(0)))
}

/** What somebody typed, as a log would have it: its bytes in UTF-8 read as latin1. */
export function forLogs(text: string): string {
  let latin1 = ''
  for (const byte of encoder.encode(text)) latin1 += String.fromCharCode(byte)
  return latin1
}

/** A word of a command line, quoted for a shell where it has to be. */
export function shellWord(word: string): string {
  return /^[\w%+,./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A command line, for a shell. */
export function commandText(words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}
