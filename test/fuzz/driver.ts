// The driver of all fuzzers. A fuzzer makes an input from a seeded generator and says what has to hold of it.
// The same seed makes the same inputs everywhere, and a run is as long as its count of rounds, never as its
// time. A failure is shrunk and written to test/fixtures/fuzz/NAME, where every later run tries it first.
//
// By hand, as long as one likes: `npm run fuzz -- --rounds 100000 --seed 7 --only safetensors`.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { Chance } from "./chance.ts";

export interface Fuzzer<T> {
  /** Of the fuzzer, and of the folder of its fixtures: `safetensors`. */
  readonly name: string;
  /** Rounds of a run that names no other count; all fuzzers together take well under a minute. */
  readonly rounds: number;
  readonly make: (chance: Chance) => T;
  /** Throws, or rejects, if something does not hold. */
  readonly check: (input: T) => void | Promise<void>;
  /** Smaller inputs to try if one failed, the smallest first; `smallerBytes` and its like. */
  readonly smaller: (input: T) => Iterable<T>;
  /** The input as a fixture, and back. */
  readonly write: (input: T) => Uint8Array;
  readonly read: (bytes: Uint8Array) => T;
}

/** Bytes are their own fixtures. */
export const asBytes = { write: (bytes: Uint8Array): Uint8Array => bytes, read: (bytes: Uint8Array): Uint8Array => bytes };

/**
 * JSON, one line. Undefined and half pairs of surrogates do not come back; no fuzzer makes the first, and the
 * second are written as escapes.
 */
export const asJson = {
  write: (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`),
  read: (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes)),
};

/** Most smaller inputs that are tried of one failure. */
const MOST_TRIES = 5000;

/** Declares the tests of a fuzzer: the failures of earlier runs, then its rounds. */
export function fuzz<T>(fuzzer: Fuzzer<T>): void {
  const { name, read, check } = fuzzer;
  const only = process.env["PERCEPTRON_FUZZ_ONLY"];
  if (only && only !== name) return;
  const folder = join("test/fixtures/fuzz", name);
  for (const file of filesOf(folder))
    test(`${name}: ${file}`, async () => {
      await check(read(readFileSync(join(folder, file))));
    });
  const rounds = Number(process.env["PERCEPTRON_FUZZ_ROUNDS"] ?? fuzzer.rounds);
  const first = Number(process.env["PERCEPTRON_FUZZ_SEED"] ?? 1);
  test(`${name}: ${rounds} inputs from seed ${first} on`, async () => {
    for (let seed = first; seed < first + rounds; seed++) await round(fuzzer, seed, folder);
  });
}

/**
 * One input. It lies in .out/fuzz while it is tried, so that one which never ends can be found; each process
 * has a folder of its own there.
 */
async function round<T>(fuzzer: Fuzzer<T>, seed: number, folder: string): Promise<void> {
  const input = fuzzer.make(new Chance(seed));
  const own = join(".out/fuzz", String(process.pid));
  const current = join(own, fuzzer.name);
  mkdirSync(own, { recursive: true });
  writeFileSync(current, fuzzer.write(input));
  const error = await failureOf(fuzzer, input);
  rmSync(own, { recursive: true });
  if (error === undefined) return;
  const small = await shrink(fuzzer, input);
  mkdirSync(folder, { recursive: true });
  const fixture = join(folder, String(seed));
  writeFileSync(fixture, fuzzer.write(small));
  const reason = (await failureOf(fuzzer, small)) ?? error;
  throw new Error(`Seed ${seed} fails, see ${fixture}: ${inspect(reason)}`);
}

/** The smallest input found that fails too. */
async function shrink<T>(fuzzer: Fuzzer<T>, input: T): Promise<T> {
  let smallest = input;
  for (let tries = MOST_TRIES, found = true; found;) {
    found = false;
    for (const smaller of fuzzer.smaller(smallest)) {
      if (tries-- <= 0) return smallest;
      if ((await failureOf(fuzzer, smaller)) === undefined) continue;
      smallest = smaller;
      found = true;
      break;
    }
  }
  return smallest;
}

async function failureOf<T>({ check }: Fuzzer<T>, input: T): Promise<unknown> {
  try {
    await check(input);
    return undefined;
  } catch (error) {
    return error ?? new Error("Something was thrown that says nothing.");
  }
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
