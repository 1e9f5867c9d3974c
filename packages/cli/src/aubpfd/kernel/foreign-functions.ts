/** Functions of the C library, called by way of koffi, which comes built: no compiler is needed. */
import { createRequire } from 'node:module'

/** Of mmap(2). */
const READ_WRITE = 3
const SHARED = 1

/** A function of C; a pointer is a `Buffer`. */
export type ForeignFunction = (...args: unknown[]) => number

/** What koffi gives for a pointer. */
type Pointer = number

/** What is used of koffi. */
interface Koffi {
  load(path: string): { func(definition: string): ForeignFunction }
  address(buffer: Uint8Array | Pointer): bigint
  view(pointer: Pointer, length: number): ArrayBuffer
  errno(): number
}

/** The C library. */
export interface ForeignFunctions {
  /** @param definition as in C: `int close(int fd)` */
  readonly func: (definition: string) => ForeignFunction
  /** Where the bytes of a buffer are. */
  readonly address: (buffer: Uint8Array) => bigint
  /**
   * Memory that the kernel shares with who has a descriptor (mmap(2)); it stays.
   *
   * @throws Error with one line when it does not
   */
  readonly map: (descriptor: number, length: number) => ArrayBuffer
  /** Of the function called last. */
  readonly errno: () => number
}

/**
 * Opens the C library.
 *
 * @param scriptUrl the URL of the command's script, beside which npm has installed koffi
 * @throws Error with one line when koffi or the library cannot be loaded
 */
export function openForeignFunctions(scriptUrl: string): ForeignFunctions {
  try {
    const koffi = createRequire(scriptUrl)('koffi') as Koffi
    const library = koffi.load('libc.so.6')
    const mmap = library.func(
      'void *mmap(void *address, size_t length, int protection, int flags, int fd, long offset)',
    )
    return {
      func: (definition) => library.func(definition),
      map(descriptor, length) {
        const pointer = mmap(null, length, READ_WRITE, SHARED, descriptor, 0)
        if (BigInt.asIntN(64, BigInt(koffi.address(pointer))) === -1n)
          throw new Error(`mmap(2): ${errorName(koffi.errno())}`)
        return koffi.view(pointer, length)
      },
      address: (buffer) => BigInt(koffi.address(buffer)),
      errno: () => koffi.errno(),
    }
  } catch (error) {
    const text = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    throw new Error(`koffi could not be loaded: ${text}`)
  }
}

/** Errors, as the kernel numbers them. */
const ERRORS = new Map([
  [1, 'EPERM'],
  [13, 'EACCES'],
  [22, 'EINVAL'],
  [38, 'ENOSYS'],
  [93, 'EPROTONOSUPPORT'],
  [97, 'EAFNOSUPPORT'],
])

/** The name of an error, or its number. */
export function errorName(error: number): string {
  return ERRORS.get(error) ?? `error ${error}`
}
