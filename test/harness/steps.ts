// How much a piece of work does, as a number that is the same on every machine: how often each block of our
// own code ran, as V8 counts it for coverage, and how many items the platform's own functions looked at for
// it.

import { Session } from "node:inspector/promises";

// Before any of our functions has run, because blocks are counted only of those that are compiled from now
// on.
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** Functions of the platform whose work grows with what they are called on. */
const counted: readonly (readonly [prototype: object, names: readonly string[]])[] = [
  [Array.prototype, ["includes", "indexOf", "lastIndexOf", "slice", "concat", "join", "toSorted", "flat"]],
  [Object.getPrototypeOf(Uint8Array.prototype) as object, ["set", "slice", "indexOf", "lastIndexOf", "includes", "copyWithin"]],
  [String.prototype, ["slice", "split", "indexOf", "includes", "replace", "replaceAll", "search"]],
];

type Method = (this: { readonly length: number }, ...args: unknown[]) => unknown;

/** The steps of a piece of work. */
export async function stepsOf(work: () => unknown): Promise<number> {
  let items = 0;
  const restore = counted.flatMap(([prototype, names]) =>
    names.map((name) => {
      const own = Object.getOwnPropertyDescriptor(prototype, name)!;
      const method = own.value as Method;
      const counting: Method = function (...args) {
        // What is copied into another array is as long as the argument.
        items += name === "set" ? (args[0] as { readonly length: number }).length : this.length;
        return method.apply(this, args);
      };
      Object.defineProperty(prototype, name, { ...own, value: counting });
      return () => Object.defineProperty(prototype, name, own);
    }),
  );
  try {
    await blocksSince();
    await work();
    return items + (await blocksSince());
  } finally {
    for (const one of restore) one();
  }
}

/** How often blocks ran since it was asked last. */
async function blocksSince(): Promise<number> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const blocks = result.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges));
  return blocks.reduce((sum, { count }) => sum + count, 0);
}
