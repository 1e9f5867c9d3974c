// What rules hide, by auditctl(8): the exclude list drops records, the first rule of a list that fits decides.
import { expect, test } from 'vitest'
import { ruleProblems } from './rule-problems.ts'

test.each<[rules: readonly string[], problems: readonly RegExp[]]>([
  [[], []],
  [['-a always,exit -F arch=b64 -S bpf -F key=bpf'], []],
  [['-a always,exclude -F msgtype=BPF'], [/no BPF record is written/]],
  [['-a exclude,always -F msgtype=1334 -F gid=7'], [/no BPF record of gid=7 is written/]],
  [['-a always,exclude -F msgtype=CWD'], []],
  [['-a never,exclude -F msgtype=SYSCALL'], [/no SYSCALL record/]],
  [['-a never,task'], [/calls are not audited/]],
  [['-a never,exit -F arch=b64 -S bpf -F exe=/opt/x'], [/bpf\(2\) of exe=\/opt\/x leaves no SYSCALL/]],
  [['-a always,exit -F arch=b64 -S bpf -F key=bpf', '-a never,exit -F arch=b64 -S bpf'], []],
  [
    ['-a never,exit -F arch=b64 -S open,bpf', '-a always,exit -F arch=b64 -S bpf -F key=bpf'],
    [/leaves no SYSCALL/],
  ],
  [['-a never,exit -S all -F pid=12'], [/of pid=12/]],
  [['-a never,exit -F arch=b64 -S openat'], []],
  [['-w /etc/passwd -p wa -k x'], []],
])('%j', (rules, problems) => {
  const found = ruleProblems(rules)
  expect(found.length).toBe(problems.length)
  for (const [at, problem] of problems.entries()) expect(found[at]).toMatch(problem)
})
