/** Who may have dropped the last reference to a program, and how. */
import type { Process } from '../fields/process-objects.ts'

/** How a program was dropped; there are few different ways. */
export interface DropCall {
  readonly syscall: string | undefined
  readonly certainty: 'likely' | 'possible'
  readonly reason: string
}

/** How, and by whom. */
export interface RowLastReference extends DropCall {
  readonly process: Process
}
