// Types of cache.mjs, which is plain JavaScript because `npm start` runs it before anything is installed.

export function once(folder: string, stamp: string, make: (folder: string) => Promise<void>): Promise<string>;
