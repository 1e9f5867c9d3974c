/** Compresses the lines that are kept for pairing. */

export interface LineCompression {
  compress(bytes: Uint8Array): Promise<Uint8Array>
  decompress(bytes: Uint8Array): Promise<Uint8Array>
}
