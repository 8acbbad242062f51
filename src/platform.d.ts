// The few globals that Node, browsers and web workers share, for the pure rooms, which see neither the DOM's nor Node's types.

declare function structuredClone<T>(value: T): T;

declare const performance: { now(): number };

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: string;
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array;
}
