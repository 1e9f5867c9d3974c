/** Where Chromium is: `TS_AUDIT_CHROMIUM`, or the first of its usual names on the path; undefined where there is none. */
export function findChromium(): string | undefined
