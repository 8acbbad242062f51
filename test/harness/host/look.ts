// What a webview shows, for tests in the extension host: no code of theirs reaches a page, but the browser
// that the window runs in does. A line that a test prints asks for it, and a file has the answer.

import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { until } from "../patience.ts";
import { mark } from "./suite.ts";

const ASKS = "LOOK ";

interface Look {
  readonly element: string;
  /** A function that is called in the page, and what it is given. */
  readonly code: string;
  readonly given: unknown;
  /** Where the answer is written. */
  readonly file: string;
}

/**
 * The test's side: calls a function in the page that has an element, and gives what it answers.
 * @param look knows nothing but what it is given; what it answers is plain
 */
export async function inPage<T, A>(element: string, look: (given: A) => T | Promise<T>, given: A): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "perceptron-look-"));
  try {
    return await until(`a page has ${element}`, async () => {
      const file = join(folder, "answer");
      console.log(`${mark}${ASKS}${JSON.stringify({ element, code: String(look), given, file } satisfies Look)}`);
      const answer = JSON.parse(await until("the page answers", () => read(file))) as { readonly value: T; readonly error?: string } | null;
      if (answer?.error !== undefined) throw new Error(answer.error);
      return answer ?? undefined;
    }).then(({ value }) => value);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file's content, once; undefined as long as there is none. */
function read(file: string): string | undefined {
  try {
    const text = readFileSync(file, "utf8");
    rmSync(file);
    return text;
  } catch {
    return undefined;
  }
}

/** The browser's side. @returns whether the line was for it */
export function answerLook(page: Page, line: string): boolean {
  if (!line.startsWith(ASKS)) return false;
  const look = JSON.parse(line.slice(ASKS.length)) as Look;
  void lookFor(page, look)
    .catch((error: unknown) => ({ error: String(error) }))
    .then((answer) => {
      writeFileSync(`${look.file}.new`, JSON.stringify(answer));
      renameSync(`${look.file}.new`, look.file);
    });
  return true;
}

/** @returns null if no page has the element */
async function lookFor(page: Page, { element, code, given }: Look): Promise<{ readonly value: unknown } | null> {
  for (const frame of page.frames()) {
    // A frame that goes meanwhile has it no more.
    const has = await frame.evaluate((name) => document.querySelector(name) !== null, element).catch(() => false);
    if (has) return { value: (await frame.evaluate(`(${code})(${JSON.stringify(given)})`)) ?? null };
  }
  return null;
}
