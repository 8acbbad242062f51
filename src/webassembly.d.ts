// The part of WebAssembly that the engine uses: neither the language's nor Node's types have it.

declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Module {
    readonly [Symbol.toStringTag]: "WebAssembly.Module";
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Memory: new (descriptor: { initial: number; maximum?: number; shared?: boolean }) => Memory;
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (module: Module, imports?: Record<string, Record<string, unknown>>) => Instance;
  function validate(bytes: Uint8Array): boolean;
}

/** The kernels, as the build script compiles them; a bundler turns them into bytes. */
declare module "*.wasm" {
  const bytes: Uint8Array;
  export default bytes;
}
