// The words after the command: options and files, checked by the command's own list. Node's parseArgs takes
// them apart, without its strict mode, so that a mistake is told in our own sentence.

import { parseArgs } from "node:util";
import { message } from "../model/message.ts";
import { nearest } from "../model/nearest.ts";
import { failure } from "./failure.ts";

export type OptionType = "string" | "boolean";

export interface Arguments {
  readonly files: readonly string[];
  readonly strings: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
}

/**
 * Reads a command's words.
 * @param options the command's options, without their dashes
 * @throws ProblemError at an option that is not among them, or one without its value
 */
export function readArguments(command: string, words: readonly string[], options: Readonly<Record<string, OptionType>>): Arguments {
  const config = Object.fromEntries(Object.entries(options).map(([name, type]) => [name, { type }]));
  const { tokens } = parseArgs({ args: [...words], options: config, strict: false, allowPositionals: true, tokens: true });
  const files: string[] = [];
  const strings = new Map<string, string>();
  const switches = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") files.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    const type = Object.hasOwn(options, name) ? options[name] : undefined;
    if (type === undefined) throw unknownOption(command, rawName, Object.keys(options));
    if (type === "boolean") {
      if (value !== undefined) throw failure(message("{0} takes no value. Leave out {1}.", rawName, `=${value}`));
      switches.add(name);
    } else if (value === undefined || (!token.inlineValue && value.startsWith("--")) || value === "") {
      throw failure(message("{0} needs a value. Write it after {0}.", rawName));
    } else {
      strings.set(name, value);
    }
  }
  return { files, strings, switches };
}

function unknownOption(command: string, name: string, known: readonly string[]): Error {
  const options = known.map((option) => `--${option}`);
  if (options.length === 0) return failure(message("{0} has no options. Remove {1}.", command, name));
  return failure(message("{0} has no option {1}. Did you mean {2}?", command, name, nearest(name, options)));
}

/** The one file a command is about. @throws ProblemError if there is none, or more than one */
export function onlyFile(command: string, files: readonly string[]): string {
  const [file, second] = files;
  if (file === undefined) throw failure(message("{0} needs a file. Write its path after {0}.", command));
  if (second !== undefined) throw failure(message('{0} takes one file, but "{1}" is a second one. Run it once for each.', command, second));
  return file;
}

/**
 * An option's whole number; undefined if it is not given.
 * @throws ProblemError if it is none, or less than `least`
 */
export function wholeNumber({ strings }: Arguments, name: string, least: number): number | undefined {
  const text = strings.get(name);
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw failure(message("--{0} is {1}, but must be a whole number of at least {2}.", name, text, least));
}
