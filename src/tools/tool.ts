// What a tool is that a language model calls: a record with a schema of what it is given and a function that
// answers in a few lines. VS Code's agent mode and the Model Context Protocol offer the same records.

import * as z from "zod";
import "../model/jitless.ts";
import { type Message, message } from "../model/message.ts";
import { ProblemError, reasonOf } from "../model/problem.ts";
import { safeParse } from "../model/safe-parse.ts";
import { sentence } from "./quoting.ts";
import type { ToolDocument, ToolWorkspace } from "./workspace.ts";

/** How far a tool has come. */
export interface ToolProgress {
  readonly done: number;
  readonly total: number;
  readonly text: string;
}

/** What a tool works with. */
export interface ToolContext {
  readonly workspace: ToolWorkspace;
  readonly report: (progress: ToolProgress) => void;
  readonly isCancelled: () => boolean;
  /** Calls back if nobody wants the answer any more. */
  readonly onCancelled: (act: () => void) => void;
}

/** A tool, whatever it is given. */
export interface Tool {
  /** As in `inspect_csv`. */
  readonly name: string;
  /** What a person reads of it. */
  readonly title: Message;
  /** What a language model reads of it, in English: what it is for, and what comes of it. */
  readonly about: string;
  /** Of VS Code's icons, as in `table`. */
  readonly icon: string;
  /** The JSON schema of what it is given. */
  readonly schema: object;
  /** What it does with this input, while it does it. @throws ProblemError if the input does not fit */
  doing(input: unknown): Message;
  /**
   * What it writes with this input, for the question whether it may; undefined if it writes nothing.
   * @throws ProblemError if the input does not fit
   */
  writes(input: unknown): Message | undefined;
  /**
   * Whether it can write anything at all.
   */
  readonly canWrite: boolean;
  /** Does it. @throws ProblemError that says what is wrong and what to do */
  run(input: unknown, context: ToolContext): Promise<string>;
}

interface ToolRecord<S extends z.ZodObject> {
  readonly name: string;
  readonly title: Message;
  readonly about: string;
  readonly icon: string;
  readonly input: S;
  readonly doing: (input: z.output<S>) => Message;
  readonly writes?: (input: z.output<S>) => Message | undefined;
  readonly run: (input: z.output<S>, context: ToolContext) => Promise<string>;
}

/** A tool of a record. */
export function tool<S extends z.ZodObject>({ input, doing, writes, run, ...record }: ToolRecord<S>): Tool {
  const read = (json: unknown): z.output<S> => {
    const result = safeParse(input, json);
    if (result.success) return result.data;
    const issues = result.error.issues.map(({ path, message: what }) => `${path.map(String).join(".") || record.name}: ${what}`);
    throw wrong("wrong-input", message("{0} cannot take this input. Correct {1}.", record.name, { text: issues.join("; "), args: [] }));
  };
  return {
    ...record,
    schema: z.toJSONSchema(input, { target: "draft-7", io: "input" }),
    canWrite: writes !== undefined,
    doing: (json) => doing(read(json)),
    writes: (json) => writes?.(read(json)),
    run: async (json, context) => {
      const given = read(json);
      if (writes?.(given) !== undefined && !context.workspace.isTrusted) throw untrusted();
      return run(given, context);
    },
  };
}

/** What a tool that failed answers. */
export function failureText(error: unknown): string {
  return sentence(reasonOf(error));
}

/** Does something with a document, whose earlier runs are known by then, and lets go of it. */
export async function withDocument<T>({ workspace }: ToolContext, path: string, act: (document: ToolDocument) => Promise<T>): Promise<T> {
  const document = await workspace.open(path);
  try {
    await document.session.restored;
    return await act(document);
  } finally {
    await document.close();
  }
}

/** The error of what a tool cannot do. */
export function wrong(code: string, what: Message): ProblemError {
  return new ProblemError({ severity: "error", code, message: what, path: [] });
}

function untrusted(): ProblemError {
  return wrong("untrusted", message("This workspace is not trusted, so tools train and write nothing here. Trust the workspace first."));
}

export const documentPath = z
  .string()
  .min(1)
  .max(4096)
  .describe("Path of the .perceptron document, relative to the workspace or absolute within it.");

export const csvPath = z
  .string()
  .min(1)
  .max(4096)
  .describe("Path of a CSV (also .tsv, .csv.gz, .tsv.gz or .parquet), relative to the workspace or absolute within it.");

/** Lines of an answer, without those that say nothing. */
export function lines(...all: readonly (string | undefined | false)[]): string {
  return all.filter((line) => line !== undefined && line !== false && line !== "").join("\n");
}

/** A number of things: `1 row`, `2 rows`. */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
}
