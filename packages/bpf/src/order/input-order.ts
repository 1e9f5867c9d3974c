/** In what order a log came. */
export interface InputOrder {
  /** How often it went back in time. */
  readonly wentBack: number
  /** Events that it had more than once. */
  readonly repeats: number
  /** How many hosts had written it without naming themselves; 1 or 0 where nothing shows that it was several. */
  readonly hosts: number
  /** Whether it was put in order; a log that is too large is not. */
  readonly isRepaired: boolean
}
