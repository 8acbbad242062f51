// The worker as a web worker. VS Code lets none be started from the extension's own address, so its files are
// read and joined into one script: a blob. They are those of the desktop's worker, as far as a page needs
// them, so that they are shipped once.

import * as vscode from "vscode";
import type { Thread } from "../platform.ts";
import { scriptOf } from "./script.ts";

/** The file that the worker begins with. */
const FIRST = "worker-web.js";

/** Starts workers of the bundle in an extension's folder, which is read once. */
export function threadStarter(extension: vscode.Uri): () => Thread {
  let script: Promise<string> | undefined;
  return () => {
    script ??= readScript(vscode.Uri.joinPath(extension, "dist"));
    // What could not be read may be there the next time.
    script.catch(() => (script = undefined));
    return startThread(script);
  };
}

/** A worker that hears what it was told before it was there. @param script its address */
function startThread(script: Promise<string>): Thread {
  const listeners = new Set<(value: unknown) => void>();
  const ended: ((reason: string) => void)[] = [];
  const end = (reason: string): void => {
    for (const listener of ended.splice(0)) listener(reason);
  };
  let isOver = false;
  const starting = script.then((address) => {
    if (isOver) return undefined;
    const worker = new Worker(address, { name: "perceptron" });
    worker.addEventListener("message", ({ data }) => {
      for (const listener of listeners) listener(data);
    });
    worker.addEventListener("error", ({ message }) => {
      worker.terminate();
      // What could not be read as a script has none.
      end(message || "it could not be started");
    });
    return worker;
  });
  starting.catch((error: unknown) => end(error instanceof Error ? error.message : String(error)));
  return {
    post: (value) => void starting.then((worker) => worker?.postMessage(value)).catch(() => undefined),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onEnd: (listener) => void ended.push(listener),
    terminate: () => {
      isOver = true;
      void starting.then((worker) => worker?.terminate()).catch(() => undefined);
      end("it was ended");
    },
  };
}

async function readScript(dist: vscode.Uri): Promise<string> {
  const read = async (name: string): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, name)));
  const names = JSON.parse(await read("worker-web.files.json")) as readonly string[];
  const files = await Promise.all(names.map(async (name) => ({ name, text: await read(name) })));
  return URL.createObjectURL(new Blob([scriptOf(files, FIRST)], { type: "text/javascript" }));
}
