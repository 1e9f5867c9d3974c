/** The record that is being read. */

/** What a record is about, and {@link IS_RULED}. */
export const ABOUT: i32 = 3
export const ABOUT_SYSCALL: i32 = 1
export const ABOUT_URINGOP: i32 = 3
export const IS_EXECVE: i32 = 4
/** Some fields have other types in records of its type. */
export const IS_RULED: i32 = 8

/** Where its text ends. */
export let end: i32 = 0
/** What it is about. */
export let flags: i32 = 0
/** Whether it is left to JavaScript. */
export let gaveUp: bool = false

export function beginRecord(textEnd: i32, about: i32): void {
  end = textEnd
  flags = about
  gaveUp = false
}

/** Begins something that is no record. */
export function beginText(): void {
  gaveUp = false
}

export function giveUp(): void {
  gaveUp = true
}
