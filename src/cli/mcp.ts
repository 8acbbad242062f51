// `perceptron mcp`: the tools for agents, over the Model Context Protocol. What serves them is a file of its
// own, which is read when it is asked for.

import { message } from "../model/message.ts";
import { readArguments } from "./arguments.ts";
import { failure } from "./failure.ts";

/** @param version the program's */
export async function mcp(words: readonly string[], version: string): Promise<number> {
  const { files } = readArguments("mcp", words, {});
  if (files[0] !== undefined) throw failure(message("mcp takes no file. It works in the folder in which it is started."));
  const { serveTools } = await import("../mcp/server.ts");
  await serveTools(process.cwd(), version);
  return 0;
}
