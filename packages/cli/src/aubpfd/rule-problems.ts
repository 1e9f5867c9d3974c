/** Rules of the kernel that hide loads, or the calls behind them (auditctl(8), as `auditctl -l` prints them). */
import { execFileSync } from 'node:child_process'

/** Where the command is when nothing says. */
const PATHS = ['auditctl', '/sbin/auditctl', '/usr/sbin/auditctl']

/** The rules that are loaded; undefined when they cannot be listed. */
export function loadedRules(): readonly string[] | undefined {
  for (const command of PATHS) {
    try {
      const text = execFileSync(command, ['-l'], { encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore'] })
      return text.split('\n').filter((line) => line !== '' && line !== 'No rules')
    } catch {}
  }
  return undefined
}

/** What they hide, a line each. */
export function ruleProblems(rules: readonly string[]): string[] {
  const problems: string[] = []
  let hasBpf = false
  for (const rule of rules) {
    const [, one = '', other = ''] = /^-[aA] ([a-z]+),([a-z]+)/.exec(rule) ?? []
    const words = [one, other]
    const list = ['exclude', 'task', 'exit', 'filesystem', 'user'].find((name) => words.includes(name))
    const isNever = words.includes('never')
    const fields = [...rule.matchAll(/-F ([^ ]+)/g)].map(([, field = '']) => field)
    const others = fields.filter((field) => !field.startsWith('msgtype') && !field.startsWith('arch'))
    const where = others.length === 0 ? '' : ` of ${others.join(' and ')}`
    if (list === 'exclude' && fields.some((field) => /^msgtype=(?:BPF|1334)$/.test(field)))
      problems.push(`${rule}: no BPF record${where} is written, so no load is seen`)
    else if (list === 'exclude' && fields.some((field) => /^msgtype=(?:SYSCALL|1300)$/.test(field)))
      problems.push(`${rule}: no SYSCALL record${where} is written, so no loader is known`)
    else if (list === 'task' && isNever)
      problems.push(`${rule}: calls are not audited${where}, so no loader is known`)
    else if (list === 'exit' && isCallOfBpf(rule)) {
      // The first rule that fits decides.
      if (isNever && !hasBpf) problems.push(`${rule}: bpf(2)${where} leaves no SYSCALL record`)
      else if (!isNever && others.every((field) => field.startsWith('key='))) hasBpf = true
    }
  }
  return problems
}

/** A rule on bpf(2), or on all calls. */
function isCallOfBpf(rule: string): boolean {
  const calls = [...rule.matchAll(/-S ([^ ]+)/g)].flatMap(([, names = '']) => names.split(','))
  return calls.length === 0 || calls.some((name) => name === 'bpf' || name === 'all' || name === '321')
}
