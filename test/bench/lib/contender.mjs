// A program that is measured: a process that lives through all rounds and answers each line of JSON with one.
// It measures only while it is asked, so several take turns within one round and a slow moment of the machine
// meets them all.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How much of what it prints to standard error is kept for the sentence that says why it failed. */
const TAIL = 2000;

export class Contender {
  #child;
  #tail = "";
  #ended;
  #waiting;

  constructor(command, args, env = {}) {
    this.#child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr.setEncoding("utf8");
    this.#child.stderr.on("data", (text) => (this.#tail = (this.#tail + text).slice(-TAIL)));
    // A process that died hears nothing; its end says why.
    this.#child.stdin.on("error", () => {});
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#hear(line));
    this.#child.once("error", (error) => this.#end(error.message));
    this.#child.once("close", (code, signal) => this.#end(`It ended with ${code ?? signal}. ${reasonIn(this.#tail)}`));
  }

  /** Asks one thing and gives the answer. @throws Error with its own words if it cannot answer */
  async ask(question) {
    if (this.#ended !== undefined) throw new Error(this.#ended);
    const answer = new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    const { error, ...value } = await answer;
    if (error !== undefined) throw new Error(error);
    return value;
  }

  /** Lets it end by itself, and ends it if it does not. */
  async close() {
    if (this.#ended !== undefined) return;
    const ended = new Promise((resolve) => void this.#child.once("close", resolve));
    this.#child.stdin.end();
    const late = setTimeout(() => this.#child.kill("SIGKILL"), 2000);
    await ended;
    clearTimeout(late);
  }

  #hear(line) {
    // Libraries greet on standard output, too.
    if (!line.startsWith("{")) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(JSON.parse(line));
  }

  #end(reason) {
    this.#ended ??= reason;
    this.#waiting?.reject(new Error(reason));
    this.#waiting = undefined;
  }
}

/**
 * The line of a stack trace that names the error: Python's is the last, Node's the first that says "Error".
 */
function reasonIn(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("Node.js v"));
  return lines.find((line) => /^\w*Error\b.*:/.test(line)) ?? lines.at(-1) ?? "";
}
