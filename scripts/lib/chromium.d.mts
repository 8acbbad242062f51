// Types of chromium.mjs.

export function findOnPath(name: string): string | undefined;
export function findChromium(): Promise<string | undefined>;
export const chromiumFlags: readonly string[];
