// The commands by name, and the edge at which every failure becomes one line on standard error and exit code
// 1.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { message } from "../model/message.ts";
import { nearest } from "../model/nearest.ts";
import { check } from "./check.ts";
import { exportCode } from "./export.ts";
import { failure } from "./failure.ts";
import { importDocument } from "./import.ts";
import { mcp } from "./mcp.ts";
import { newDocument } from "./new.ts";
import { errorLine } from "./problem-lines.ts";
import { predict } from "./predict.ts";
import { test } from "./test.ts";
import { trace } from "./trace.ts";
import { train } from "./train.ts";
import { USAGE } from "./usage.ts";
import { verifyDocument } from "./verify.ts";

/** @param version the program's */
type Command = (words: readonly string[], version: string) => number | Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  new: newDocument,
  check,
  train,
  test,
  export: exportCode,
  import: importDocument,
  predict,
  trace,
  verify: verifyDocument,
  mcp,
};

/**
 * Runs a command.
 * @param words what stands after the program's name
 * @param home the folder of the program's package.json
 * @returns the exit code
 */
export async function main(words: readonly string[], home: string): Promise<number> {
  const output = followOutput();
  const [name, ...rest] = words;
  try {
    if (name === "--version") {
      console.log(version(home));
      return 0;
    }
    if (name === "--help" || name === "help" || rest.includes("--help")) {
      console.log(USAGE.trimEnd());
      return 0;
    }
    if (name === undefined) {
      console.error(USAGE.trimEnd());
      return 1;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined)
      throw failure(message("There is no command {0}. Did you mean {1}?", name, nearest(name, Object.keys(commands))));
    const code = await command(rest, version(home));
    return output.hasFailed() ? Math.max(1, code) : code;
  } catch (error) {
    console.error(errorLine(error));
    return 1;
  }
}

function version(home: string): string {
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
  return version;
}

/**
 * Where the output goes may be gone (`| head`, a closed terminal) or full: the work goes on to its end, and
 * what it saves is saved. Only a full disk is a failure.
 */
function followOutput(): { hasFailed(): boolean } {
  let hasFailed = false;
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (hasFailed || error.code === "EPIPE" || error.code === "EIO" || error.code === "ERR_STREAM_DESTROYED") return;
    hasFailed = true;
    process.exitCode = 1;
    console.error(
      errorLine(failure(message("The output could not be written: {0}. Make room there, or write it somewhere else.", error.message))),
    );
  });
  return { hasFailed: () => hasFailed };
}
