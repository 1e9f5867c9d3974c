/** The scan where there is no WebAssembly: the JavaScript that is generated from assembly/scan.ts. */
import { instantiateScanJs } from '../generated/scan-js.ts'
import type { PortableScan, ScanExports } from './scan-module.ts'

/** A new instance. */
export const portableScan: PortableScan = (imports) => instantiateScanJs(imports) as ScanExports
