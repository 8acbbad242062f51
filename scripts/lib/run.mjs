// Child processes, asked for one thing: their output when they succeed, and an error that carries its tail
// when they do not.

import { spawn } from "node:child_process";

const windows = process.platform === "win32";
const excerptLength = 1_500;

/**
 * npm as a command and its first arguments: the one that runs this script if npm started it, else the one
 * on the PATH.
 */
export function npm() {
  const script = process.env.npm_execpath;
  return script?.endsWith(".js") ? [process.execPath, script] : [windows ? "npm.cmd" : "npm"];
}

/**
 * Runs a command to its end and returns what it printed (both streams). Throws, with the last of it, if
 * the exit code is not 0. `show` passes the output on to the terminal as well; `timeout` is in milliseconds.
 */
export function run(command, args, { show = false, timeout, ...options } = {}) {
  return new Promise((resolve, reject) => {
    // Windows runs its script files only through a shell, which splits at spaces.
    const shell = windows && /\.(cmd|bat)$/i.test(command);
    const quoted = (word) => (shell && word.includes(" ") ? `"${word}"` : word);
    const child = spawn(quoted(command), args.map(quoted), {
      stdio: ["ignore", "pipe", "pipe"],
      shell,
      timeout,
      ...options,
    });
    let output = "";
    for (const [name, stream] of [
      ["stdout", child.stdout],
      ["stderr", child.stderr],
    ]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
        if (show) process[name].write(text);
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(Object.assign(new Error(`${command} ${args.join(" ")} ended with ${code ?? signal}.\n${excerpt(output)}`), { output }));
    });
  });
}

/** What the command printed, or undefined if it cannot run or fails. */
export async function tryRun(command, args, options) {
  return run(command, args, options).catch(() => undefined);
}

/** The beginning and the end of a long output: one names the cause, the other the result. */
function excerpt(output) {
  if (output.length <= 2 * excerptLength) return output;
  return `${output.slice(0, excerptLength)}\n…\n${output.slice(-excerptLength)}`;
}
