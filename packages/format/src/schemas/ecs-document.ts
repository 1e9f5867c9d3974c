/** The shape of a document in the Elastic Common Schema 9.4, as far as audit events fill it. */
import type { NamedTexts } from './named-texts.ts'

/** A user or group: its number as text, and its name where it is known. */
export interface EcsAccount {
  id?: string
  name?: string
}

/** A user of an event. */
export interface EcsUser extends EcsAccount {
  effective?: EcsAccount & { group?: EcsAccount }
  group?: EcsAccount
  target?: EcsAccount
}

/** One side of a connection. */
export interface EcsEndpoint {
  ip?: string
  domain?: string
  address?: string
  port?: number
}

/** A process. */
export interface EcsProcess {
  pid?: number
  parent?: { pid: number }
  name?: string
  executable?: string
  args?: string[]
  args_count?: number
  command_line?: string
  title?: string
  working_directory?: string
  user?: EcsAccount
}

/** The file that an event is about. */
export interface EcsFile {
  path?: string
  inode?: string
  mode?: string
  uid?: string
  gid?: string
  owner?: string
  group?: string
  device?: string
}

/** A PATH record. */
export interface EcsPath {
  item?: string
  name?: string
  inode?: string
  dev?: string
  mode?: string
  ouid?: string
  ogid?: string
  rdev?: string
  nametype?: string
}

/** What only the audit system knows; the names are those of Elastic's integrations. */
export interface EcsAuditd {
  message_type: string
  data?: NamedTexts
  result?: 'success' | 'fail'
  session?: string
  user?: {
    audit?: EcsAccount
    old_auid?: EcsAccount
    saved?: EcsAccount & { group?: EcsAccount }
    filesystem?: EcsAccount & { group?: EcsAccount }
  }
  paths?: EcsPath[]
}

/** A document: of an event, or of one BPF record of an event. */
export interface EcsDocument {
  '@timestamp': string
  ecs: { version: '9.4.0' }
  event: {
    kind: 'event' | 'alert'
    category: readonly string[]
    type: readonly string[]
    action?: string
    id: string
    sequence: number
    module: 'auditd'
    dataset: 'auditd.log'
    outcome?: 'success' | 'failure'
    original?: string
  }
  host?: { name?: string; architecture?: string }
  auditd: EcsAuditd
  process?: EcsProcess
  user?: EcsUser
  group?: EcsAccount
  service?: { name: string }
  file?: EcsFile
  source?: EcsEndpoint
  destination?: EcsEndpoint
  network?: { direction: 'ingress' | 'egress' }
  related?: { user?: string[]; ip?: string[]; hosts?: string[] }
  tags?: string[]
}
