// Composition root of the command line: hands the arguments on, and the exit code back to the shell.

import { join } from "node:path";
import { main } from "./cli/main.ts";
import { enableRelaxedSimd } from "./worker/node/relaxed-simd.ts";

enableRelaxedSimd();
void main(process.argv.slice(2), join(__dirname, "..")).then((code) => {
  // Not process.exit: what is still on its way to a pipe would be lost.
  process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
});
