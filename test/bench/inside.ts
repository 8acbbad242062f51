// How long a person waits for a step that is looked into: the shipped worker follows a network of
// 784-256-128-10 on made-up rows. A look is the next step and the numbers that the picture of a stop asks
// for, as the panel asks for them.
//   node inside.cjs WORKER     answers {"next": seconds, "stop": seconds, "back": seconds}

import { Worker } from "node:worker_threads";
import { documentSchema } from "../../src/model/schema.ts";
import { openChannel } from "../../src/protocol/channel.ts";
import type { TrainingObserver, TrainingWorker } from "../../src/protocol/worker.ts";
import type { NumberAddress, TensorName } from "../../src/training/inside/types.ts";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Call it with the worker's file.");

const INPUTS = 784;
const ROWS = 2000;
const TIMES = 31;
/** Rows and units that a picture shows of a large layer. */
const SEEN = 64;

const experiment = documentSchema.parse({
  format: 1,
  data: { file: "digits.csv", target: "digit" },
  layers: [
    { type: "Linear", out_features: 256 },
    { type: "ReLU" },
    { type: "Linear", out_features: 128 },
    { type: "ReLU" },
    { type: "Linear", out_features: 10 },
  ],
  training: { epochs: 10, batch_size: 64, loss: { type: "CrossEntropyLoss" }, optimizer: { type: "Adam", lr: 0.001 } },
});

function madeUpCsv(): Uint8Array {
  const names = Array.from({ length: INPUTS }, (_, index) => `p${index}`).join(",");
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const pixels = Array.from({ length: INPUTS }, (__, index) => (((row * 31 + index * 17) % 256) / 255).toFixed(3));
    return `${pixels.join(",")},d${row % 10}`;
  });
  return new TextEncoder().encode(`${names},digit\n${rows.join("\n")}\n`);
}

const worker = new Worker(file, { name: "perceptron" });
const observer: TrainingObserver = { started: async () => {}, progressed: async () => {}, reading: async () => {} };
const channel = openChannel<TrainingWorker, TrainingObserver>(
  {
    post: (value: unknown) => worker.postMessage(value),
    listen: (listener: (value: unknown) => void) => {
      worker.on("message", listener);
      return () => worker.off("message", listener);
    },
  },
  observer,
);
const { remote } = channel;

/** What a stop shows: two pieces of tensors, and one number with all its parts. */
async function stop(tensors: readonly TensorName[], address: NumberAddress): Promise<void> {
  const pieces = tensors.map((tensor) => remote.insideNumbers("a", { tensor, row: 0, rows: SEEN, column: 0, columns: SEEN }));
  await Promise.all([...pieces, remote.explainNumber("a", address)]);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return (performance.now() - from) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

async function measure(): Promise<void> {
  const options = { document: "a" };
  await remote.openInside(experiment, [{ name: "digits.csv", bytes: madeUpCsv() }], options);
  const forward: TensorName = { of: "output", layer: 0 };
  const unit: NumberAddress = { tensor: forward, row: 0, column: 0 };
  const weight: NumberAddress = { tensor: { of: "gradient", parameter: 0 }, row: 0, column: 300 };
  const [next, stops, back]: [number[], number[], number[]] = [[], [], []];
  for (let time = 0; time < TIMES; time++) {
    next.push(
      await timed(async () => {
        await remote.moveInside("a", { to: "step", step: time + 2 });
        await stop([forward, { of: "input" }], unit);
      }),
    );
    stops.push(
      await timed(() =>
        stop(
          [
            { of: "gradOutput", layer: 0 },
            { of: "gradient", parameter: 0 },
          ],
          weight,
        ),
      ),
    );
  }
  for (let time = TIMES; time > 1; time--) back.push(await timed(() => remote.moveInside("a", { to: "step", step: time })));
  console.log(JSON.stringify({ next: median(next), stop: median(stops), back: median(back) }));
  channel.close();
  await worker.terminate();
}

void measure();
