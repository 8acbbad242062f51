// The engine's side of the bench, bundled into one file: it answers each line of JSON with one. The same file
// is every further thread of a network. What is measured is the engine of src alone: bare training steps on a
// batch that lies there already.

import { createInterface } from "node:readline";
import { workerData } from "node:worker_threads";
import type { Network, NetworkPlan } from "../../src/engine/network.ts";
import { openNetwork } from "../../src/engine/open.ts";
import { Generator } from "../../src/engine/random.ts";
import { documentSchema } from "../../src/model/schema.ts";
import { follow, type FollowerData, openThreads } from "../../src/worker/node/threads.ts";
import { enableRelaxedSimd } from "../../src/worker/node/relaxed-simd.ts";
import { measure } from "./measure.ts";
import { measureProducts, type Shape } from "./products.ts";

/** A network of rows/works.mjs. */
interface Work {
  readonly inputs: number;
  readonly batchSize: number;
  readonly layers: readonly unknown[];
  readonly loss: { readonly type: string };
  readonly optimizer: { readonly type: string; readonly lr: number };
}

type Question =
  /** Opens a network, to be measured by the next question. */
  | { readonly work: Work; readonly threads: number }
  /** The median time of a step, in seconds. */
  | { readonly milliseconds: number }
  /** Matrix products beside the machine's peak. */
  | { readonly products: Shape; readonly milliseconds: number }
  /** What memory a network takes, before and after so many steps. */
  | { readonly memory: Work; readonly steps: number };

/** The only place that knows where a network gets its threads from. */
function openOn(plan: NetworkPlan, threads: number): Network {
  const generator = new Generator(0);
  return threads === 1 ? openNetwork(plan, generator) : openThreads(plan, generator, threads, __filename);
}

/** A whole training step of a network on random numbers. */
function open(work: Work, threads: number): { readonly network: Network; readonly step: () => void } {
  const { layers, training } = documentSchema.parse({
    format: 1,
    data: { file: "bench.csv", target: "target" },
    layers: work.layers,
    training: { loss: work.loss, optimizer: work.optimizer },
  });
  const { loss, optimizer } = training;
  const { inputs, batchSize } = work;
  const outputs = layers.reduce((width, layer) => (layer.type === "Linear" ? layer.out_features : width), inputs);
  const isClasses = loss.type === "CrossEntropyLoss";
  const targetWidth = isClasses ? 1 : outputs;
  const network = openOn({ layers, loss, optimizer, inputs, targetWidth, batchSize }, threads);
  const draw = new Generator(1);
  for (let index = 0; index < network.input.length; index++) network.input[index] = draw.uniform32() * 4 - 2;
  for (let index = 0; index < network.target.length; index++)
    network.target[index] = Math.floor(draw.uniform32() * (isClasses ? outputs : 2));
  const rates = { lr: work.optimizer.lr, momentum: 0.9 };
  return { network, step: () => void network.train(batchSize, rates) };
}

/** Bytes that are in use when nothing is left to collect. */
function memoryOf(network: Network): Record<"engine" | "heap" | "buffers" | "process", number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("The memory row needs node --expose-gc.");
  gc();
  // The memory grows while the network is planned; what was planned last knows all of it.
  const planned = [network.input, network.target, network.output, ...Object.values(network.optimizerState)];
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { engine: Math.max(...planned.map(({ buffer }) => buffer.byteLength)), heap: heapUsed, buffers: arrayBuffers, process: rss };
}

/** Bytes before and after so many steps, and what the network cannot do without. */
function measureMemory(work: Work, steps: number): unknown {
  const { network, step } = open(work, 1);
  // Until the compiler is done with everything.
  for (let count = 0; count < steps / 10; count++) step();
  const before = memoryOf(network);
  for (let count = 0; count < steps; count++) step();
  const after = memoryOf(network);
  const states = Object.values(network.optimizerState);
  // Parameters, gradients, the parameters before the step, and the optimizer's.
  const arena = (3 + states.length) * (states[0]?.byteLength ?? 0);
  const batch = network.layers.reduce(
    (sum, { output, gradOutput }) => sum + output.byteLength + gradOutput.byteLength,
    network.input.byteLength,
  );
  return { before, after, arena, batch };
}

let step: (() => void) | undefined;

function answer(question: Question): unknown {
  if ("memory" in question) return measureMemory(question.memory, question.steps);
  if ("products" in question) return measureProducts(question.products, question.milliseconds);
  if ("work" in question) {
    ({ step } = open(question.work, question.threads));
    // Long enough for the compiler and for further threads to be there.
    measure(step, 300);
    return {};
  }
  if (step === undefined) throw new Error("There is no network yet.");
  return { seconds: measure(step, question.milliseconds) };
}

/** What went wrong is an answer as well: the bench prints it below the table. */
function tryAnswer(question: Question): unknown {
  try {
    return answer(question);
  } catch (error) {
    return { error: String(error) };
  }
}

function serve(): void {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    console.log(JSON.stringify(tryAnswer(JSON.parse(line) as Question)));
  });
  // Threads that wait for orders would keep the process.
  lines.on("close", () => process.exit());
}

enableRelaxedSimd();
const data = workerData as FollowerData | null;
if (data === null) serve();
else follow(data);
