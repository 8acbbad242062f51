// What counting every epoch's metrics costs a run.
//   npx esbuild test/bench/live-metrics.ts --bundle --platform=node --target=node20 --main-fields=module,main --loader:.wasm=binary --format=esm --outfile=.out/bench/live-metrics.mjs
//   node .out/bench/live-metrics.mjs [ROUNDS [NAME]]

import { compareInTurns, smallWorks } from "./lib/turns.ts";

await compareInTurns(smallWorks, { what: "metrics", on: { countsMetrics: true }, off: { countsMetrics: false }, slice: 0.02 });
process.exit();
