/** The shape of an event in the Open Cybersecurity Schema Framework 1.8, as far as audit events fill it. */
import type { NamedTexts } from './named-texts.ts'

/** A user: its number as text, and its name where it is known. */
export interface OcsfUser {
  uid?: string
  name?: string
  type_id?: number
}

/** A group. */
export interface OcsfGroup {
  uid?: string
  name?: string
}

/** A file; `type_id` 1 is a regular one. */
export interface OcsfFile {
  name: string
  type_id: number
  path?: string
  parent_folder?: string
  uid?: string
}

/** A process. */
export interface OcsfProcess {
  pid?: number
  name?: string
  file?: OcsfFile
  user?: OcsfUser
  parent_process?: { pid: number }
  session?: { uid: string }
  auid?: number
  euid?: number
  egid?: number
  group?: OcsfGroup
  cmd_line?: string
  working_directory?: string
}

/** Who acted: at least one of them. */
export interface OcsfActor {
  process?: OcsfProcess
  user?: OcsfUser
  app_name?: string
}

/** One side of a connection. */
export interface OcsfEndpoint {
  ip?: string
  hostname?: string
  name?: string
  port?: number
}

/** An event of one of the classes that audit records belong to. */
export interface OcsfEvent {
  activity_id: number
  /** Of activity 99 alone. */
  activity_name?: string
  category_uid: number
  class_uid: number
  type_uid: number
  severity_id: number
  /** Milliseconds since 1970. */
  time: number
  metadata: {
    version: '1.8.0'
    product: { name: string; vendor_name: string }
    log_name: 'audit'
    log_provider: 'auditd'
    event_code: string
    original_event_uid: string
    uid: string
    sequence: number
    labels?: readonly string[]
    profiles: string[]
  }
  device: { hostname?: string; uid?: string; type_id: 0 }
  raw_data: string
  status_id?: 1 | 2
  status_code?: string
  actor?: OcsfActor
  process?: OcsfProcess
  file?: OcsfFile
  file_result?: OcsfFile
  kernel?: { name: string; type_id: number; type?: string; system_call?: string }
  driver?: { file: OcsfFile }
  user?: OcsfUser
  group?: OcsfGroup
  service?: { name: string }
  app?: { name: string }
  log_name?: string
  peripheral_device?: { name: string; class: string }
  src_endpoint?: OcsfEndpoint
  dst_endpoint?: OcsfEndpoint
  connection_info?: { direction_id: number }
  finding_info?: { uid: string; title: string }
  is_alert?: boolean
  is_remote?: boolean
  action_id?: 1 | 2
  disposition_id?: 1 | 2 | 17
  unmapped?: NamedTexts
}
