// `npm run fuzz`: the fuzzers of the unit layer, as many rounds as one likes, from any seed.
//   npm run fuzz -- --rounds 100000 --seed 7 --only checkpoint

import { run as runTests } from "node:test";
import { spec } from "node:test/reporters";
import { parseArgs } from "node:util";
import { testFiles } from "../../scripts/lib/node-tests.mjs";

const { values } = parseArgs({ options: { rounds: { type: "string" }, seed: { type: "string" }, only: { type: "string" } } });
for (const [option, value] of Object.entries(values)) process.env[`PERCEPTRON_FUZZ_${option.toUpperCase()}`] = value;
const files = testFiles("unit").filter((file) => /[\\/]unit[\\/]fuzz[\\/]/.test(file));
runTests({ files, concurrency: 1 })
  .on("test:fail", () => (process.exitCode = 1))
  .compose(new spec())
  .pipe(process.stdout);
