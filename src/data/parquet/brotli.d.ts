// Where the library's Brotli writes; the library has no types of its inner files.

declare module "hyparquet-compressors/src/brotli.streams.js" {
  export class BrotliOutput {
    buffer: Uint8Array;
  }
}
