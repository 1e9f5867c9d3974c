/** An event as its rows. */

export interface PreparedEvent {
  /** Of the table `events`. */
  readonly row: readonly unknown[]
  readonly node: string
  /** Its number in its log. */
  readonly number: number
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  /** Of the table `records`. */
  readonly records: readonly (readonly unknown[])[]
  /** What pairing BPF programs needs of it. */
  readonly lines: Uint8Array
  readonly usesBpf: boolean
}
