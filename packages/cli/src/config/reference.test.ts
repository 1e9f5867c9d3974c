/**
 * auditd.conf judged by us and by the installed ausearch 3.0.9. Needs root and a mount name space, in which /etc/audit is
 * an empty file system of its own. Left out is what 4.2 changed (spec 01 §B): report_interval, the lower bound of
 * q_depth, halt as space_left_action, exec as max_log_file_action, mode 0550, `+` in mail addresses, listener and TLS
 * settings, the buffer's size, symbolic links to the configuration, and the notes: 3.0.9 has one, as aureport still has.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfiguration } from './configuration.ts'

const INSTALLED = '/etc/audit/auditd.conf'

/** Why the comparison cannot be made here. */
function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root'
  const version = spawnSync('ausearch', ['--version'], { encoding: 'latin1' })
  if (version.error !== undefined) return 'needs ausearch'
  if (!version.stdout.includes('3.0.9')) return 'needs ausearch 3.0.9'
  const mount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/etc/audit'])
  return mount.status === 0 ? undefined : 'needs to mount file systems'
}

/** Copies each configuration to where ausearch reads it and keeps what ausearch says. */
const RUN_ALL = `
mount -t tmpfs none /etc/audit || exit 1
for conf in "$1"/*.conf; do
  cp -a "$conf" ${INSTALLED} 2>/dev/null
  timeout 10 ausearch -r -m ALL -if /dev/null 2>"$conf.said" </dev/null
  rm -rf ${INSTALLED}
done
rm -f ${INSTALLED}
ausearch -r -m ALL -if /dev/null 2>"$1/missing.said" </dev/null
true`

const words =
  'yes NO raw Enriched nolog none incremental INCREMENTAL_ASYNC data sync hostname fqd numeric user ignore syslog rotate email exec suspend single halt x'.split(
    ' ',
  )
const choiceKeywords =
  'local_events write_logs verify_email use_libwrap distribute_network log_format flush name_format admin_space_left_action disk_full_action disk_error_action overflow_action name plugin_dir dispatcher disp_qos'.split(
    ' ',
  )
const numbers =
  '0 1 007 512 999 1000 99999 100000 2147483647 2147483648 18446744073709551615 18446744073709551616 -1 +1 5x 0x5 1.5 \x01'.split(
    ' ',
  )
const numberKeywords =
  'freq priority_boost max_restarts num_logs max_log_file end_of_event_timeout log_group'.split(' ')
const spaces =
  '0 5 99 5% 99% 100% % %5 5%5 5%% 5M -5 +5 18446744073709551615 18446744073709551616 18446744073709551616% 4294967301%'.split(
    ' ',
  )
const accounts = [
  'a',
  'ab',
  'root',
  'a@',
  '@a',
  'a@b',
  'a.@b',
  'a!',
  '\xe9',
  '\xe9\xe9',
  'a_-.b',
  'a,b',
  '.a@@',
]
const shapes = [
  '', 'flush', 'flush =', 'flush = ', 'flush=none', 'flush none', 'flush == none', 'flush = none x', 'flush = none x y z',
  '\t', '\r', ' # c', '#c', '# flush = x', '  flush   =   none  ', '\tflush = none', 'flush =\tnone', 'flush\t= none',
  'FLUSH = none', 'foo', 'foo bar', 'foo = bar', 'foo = bar baz', 'foo = bar baz x', '=', '= = =', 'flush = =', 'flush = #',
  'flush = none # why', 'disk_full_action = ignore # why', 'a\0b = c', 'flush = none\0', '\xe9 = 1', '__proto__ = 1',
] // biome-ignore format: a list of lines
const executables = [
  'x',
  './x',
  '',
  '/',
  '/nowhere/x',
  'DIR/755',
  'DIR/750',
  'DIR/555',
  'DIR/700',
  'DIR/4755',
  'DIR/777',
  'DIR/others',
  'DIR/link',
  'DIR/dangling',
  'DIR/755/x',
  'DIR x y',
]
const logFiles = [
  'x',
  '/x',
  '/',
  '//',
  '///',
  './x',
  '../x',
  'abc/x',
  'abcd/x',
  '/abc/x',
  '/tmp',
  '/tmp/',
  '/tmp//',
  '/tmp//x',
  '//tmp/x',
  '//x',
  '//x/',
  '/var/',
  '/dev/null',
  '..',
  '/nowhere/x',
  '/var/log/x',
  'DIR/600',
  'DIR/640',
  'DIR/400',
  'DIR/440',
  'DIR/644',
  'DIR/660',
  'DIR/610',
  'DIR/700',
  'DIR/4600',
  'DIR/others',
  'DIR/link',
  'DIR/dangling',
  'DIR/loop',
  'DIR/new',
  'DIR',
  'DIR/',
  'DIR/600/',
  'DIR/600/x',
]
const together = [
  'space_left = 5\nadmin_space_left = 5', 'space_left = 6\nadmin_space_left = 5', 'space_left = 4\nadmin_space_left = 5',
  'space_left = 5%\nadmin_space_left = 7', 'space_left = 5\nadmin_space_left = 7%', 'space_left = 5%\nspace_left = 5\nadmin_space_left = 6',
  'space_left = 9223372036854775808\nadmin_space_left = 9223372036854775808', 'admin_space_left = 99%\nspace_left = 0',
  'space_left = 5\nflush = data\nfreq = 5', 'space_left = 5\nfreq = 5', 'space_left = 5\nflush = incremental\nfreq = 5', 'space_left = 5\nflush = incremental\nfreq = 0',
  'space_left = 5\nlog_group = 4\nlog_file = /var/log/x', 'space_left = 5\nlog_group = 4\nlog_file = /var/log//x', 'space_left = 5\nlog_group = 4294967296\nlog_file = /var/log/x',
  'log_group = 4\nflush = sync\nfreq = 1\nlog_file = /var/log/x', 'space_left = 5\nlog_group = 4\nflush = sync\nfreq = 1\nlog_file = /var/log/x',
  'space_left = 5\nwrite_logs = no\nlog_format = nolog', 'space_left = 5\nlog_format = nolog\nlog_format = nolog',
  'verify_email = no\naction_mail_acct = a', 'log_file = /tmp/first\nlog_file = x', 'q_depth = 511', 'q_depth = 1',
] // biome-ignore format: a list of files

/** Every line alone after a valid one and before one that fails. */
function bodies(directory: string): string[] {
  const lines = [
    ...shapes,
    ...choiceKeywords.flatMap((keyword) => words.map((word) => `${keyword} = ${word}`)),
    ...numberKeywords.flatMap((keyword) => numbers.map((value) => `${keyword} = ${value}`)),
    ...['space_left', 'admin_space_left'].flatMap((keyword) =>
      spaces.map((value) => `${keyword} = ${value}`),
    ),
    ...accounts.map((account) => `action_mail_acct = ${account}`),
    ...executables.map((path) => `disk_error_action = exec ${path}`),
    ...logFiles.map((path) => `log_file = ${path}`),
    'log_group = root',
    'log_group = nosuchgroup',
  ]
  const texts = [
    ...lines.map((line) => `space_left = 7\n${line}\nfoo = 1\n`),
    ...together.map((text) => `${text}\n`),
    '',
    '\n',
    'foo = 1',
    'space_left = 5\nfoo = 1',
    `#${'x'.repeat(3000)}\n`,
    `#${'x'.repeat(3000)}`,
  ]
  return texts.map((text) => text.replaceAll('DIR', directory))
}

/** Files that lines name. */
function makeNamedFiles(directory: string): void {
  for (const mode of '600 640 400 440 644 660 610 700 4600 755 750 555 550 4755 777'.split(' ')) {
    writeFileSync(join(directory, mode), '')
    chmodSync(join(directory, mode), Number.parseInt(mode, 8))
  }
  writeFileSync(join(directory, 'others'), '')
  chmodSync(join(directory, 'others'), 0o600)
  chownSync(join(directory, 'others'), 5, 5)
  symlinkSync('600', join(directory, 'link'))
  symlinkSync('nowhere', join(directory, 'dangling'))
  symlinkSync('loop', join(directory, 'loop'))
}

/** Configurations that are refused, or not, for their mode and owner. */
const fileKinds: readonly (readonly [name: string, mode: number, owner: number])[] = [
  ['world-writable', 0o602, 0],
  ['group-writable', 0o660, 0],
  ['foreign', 0o640, 5],
  ['foreign-and-world-writable', 0o666, 5],
]

function makeFileKinds(directory: string): void {
  for (const [name, mode, owner] of fileKinds) {
    const path = join(directory, `${name}.conf`)
    writeFileSync(path, 'space_left = 5\n')
    chmodSync(path, mode)
    chownSync(path, owner, owner)
  }
  mkdirSync(join(directory, 'directory.conf'), 0o700)
}

const reason = obstacle()

describe.skipIf(reason !== undefined)(
  `auditd.conf as ausearch 3.0.9 reads it${reason ? ` [${reason}]` : ''}`,
  () => {
    let directory = ''
    beforeAll(() => {
      directory = realpathSync(mkdtempSync(join(tmpdir(), 'auditd-conf-')))
      const confs = join(directory, 'confs')
      const named = join(directory, 'named')
      mkdirSync(confs)
      mkdirSync(named)
      makeNamedFiles(named)
      bodies(named).forEach((text, index) => {
        writeFileSync(join(confs, `${index}.conf`), Buffer.from(text, 'latin1'), { mode: 0o640 })
      })
      makeFileKinds(confs)
      execFileSync('unshare', ['-m', 'sh', '-c', RUN_ALL, 'sh', confs], { stdio: 'ignore' })
    }, 60_000)
    afterAll(() => rmSync(directory, { recursive: true, force: true }))

    const said = (name: string): string => readFileSync(join(directory, 'confs', `${name}.said`), 'latin1')

    function weSay(name: string): string {
      const path = join(directory, 'confs', name)
      let text = ''
      readConfiguration({ namedInput: true, notes: 'aureport', path, note: (message) => (text += message) })
      return text.replaceAll(path, INSTALLED)
    }

    test('every line and file', () => {
      const texts = bodies(join(directory, 'named'))
      const differences = texts.flatMap((text, index) => {
        const ours = weSay(`${index}.conf`)
        const theirs = said(`${index}.conf`)
        return ours === theirs ? [] : [{ text, ours, theirs }]
      })
      expect(texts.length).toBeGreaterThan(600)
      expect(differences).toEqual([])
    })

    test.each([...fileKinds.map(([name]) => name), 'directory'])('a configuration that is: %s', (name) => {
      expect(weSay(`${name}.conf`)).toBe(said(`${name}.conf`))
    })

    test('no configuration', () => {
      expect(weSay('missing')).toBe(said('missing'))
    })
  },
)
