// The few globals that Node, browsers and web workers share, for the pure rooms, which see neither the DOM's
// nor Node's types.

declare function structuredClone<T>(value: T): T;

declare function setTimeout(callback: () => void, milliseconds?: number): unknown;

declare function clearTimeout(timer: unknown): void;

declare function setInterval(callback: () => void, milliseconds: number): unknown;

declare function clearInterval(timer: unknown): void;

declare const performance: { now(): number };

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: string;
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array;
}

interface PlatformReader<T> {
  read(): Promise<{ readonly done: boolean; readonly value?: T }>;
  cancel(): Promise<void>;
}

interface PlatformWriter<T> {
  write(chunk: T): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
}

declare class DecompressionStream {
  constructor(format: "gzip");
  readonly readable: { getReader(): PlatformReader<Uint8Array> };
  readonly writable: { getWriter(): PlatformWriter<Uint8Array> };
}

declare class AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}
