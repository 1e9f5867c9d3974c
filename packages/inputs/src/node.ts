export { fileCompression } from './node/compression.ts'
