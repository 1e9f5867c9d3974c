/** Where distributions install systemd: only root can put an executable there, so its path can be trusted. */

/** The folder of its own programs, which run on as `(deleted)` after an upgrade; NixOS has one for each version in a store that only root writes to. */
const FOLDER = /^\/(?:(?:usr\/)?lib|nix\/store\/[0-9a-z]{32}-systemd-[^/]+\/lib)\/systemd\//
/** What else may be started as the first process. */
const BINARY = /^\/(?:usr\/)?s?bin\/(?:systemd|init)/
const MANAGER = /\/systemd\/systemd(?: \(deleted\))?$/

/** One of systemd's own programs. */
export function isSystemdProgram(exe: string): boolean {
  return FOLDER.test(exe)
}

/** One of its programs, or one of its commands. */
export function isSystemd(exe: string): boolean {
  return FOLDER.test(exe) || BINARY.test(exe)
}

/** The manager itself, of the machine or of a user. */
export function isSystemdManager(exe: string): boolean {
  return FOLDER.test(exe) && MANAGER.test(exe)
}
