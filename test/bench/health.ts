// What watching a run's health costs it.
//   npx esbuild test/bench/health.ts --bundle --platform=node --target=node20 --main-fields=module,main --loader:.wasm=binary --format=esm --outfile=.out/bench/health.mjs
//   node .out/bench/health.mjs [ROUNDS [NAME]]

import { compareInTurns, smallWorks } from "./lib/turns.ts";

await compareInTurns(
  {
    ...smallWorks,
    "penguins, 32 rows a batch": (document) => document,
    "iris, four layers of 128 units": (document) => ({
      ...document,
      layers: [
        ...Array.from({ length: 4 }, () => [{ type: "Linear", out_features: 128 }, { type: "ReLU" }]).flat(),
        { type: "Linear", out_features: 3 },
      ],
    }),
  },
  // Long runs: looks are most frequent at their beginning.
  { what: "health", on: { onHealth: () => {} }, off: {}, slice: 0.4 },
);
process.exit();
