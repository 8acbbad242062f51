// What a screen reader says of a run by itself: the moments that matter, and not each epoch.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { EndedStatus, RunningStatus, RunStatus } from "../../../src/protocol/run.ts";
import { RunNews } from "../../../webview/builder/run-news.ts";

const started = { rows: { train: 8, validation: 2, test: 0 }, inputs: 1, parameters: 2, epochs: 1000, batchesPerEpoch: 4 };
const base = { run: 1, epochs: 1000 };
const running = (epoch: number, more: Partial<RunningStatus> = {}): RunStatus => ({ ...base, state: "running", epoch, started, ...more });
const idle: RunStatus = { state: "idle", run: 0 };
const preparing: RunStatus = { ...base, state: "preparing", epoch: 0 };
const ended = (more: Partial<EndedStatus> = {}): RunStatus => ({
  ...base,
  state: "ended",
  epoch: 1000,
  stopped: null,
  seconds: 65,
  ...more,
});

/** What is said of these in turn; each comes a millisecond after the one before, unless it says when. */
function said(...statuses: readonly (RunStatus | readonly [RunStatus, number])[]): string[] {
  const news = new RunNews();
  const newest = { epoch: 1, trainLoss: 0.5, validationLoss: 0.25, lr: 0.1 };
  let now = 0;
  return statuses
    .map((one) => {
      const [status, at] = Array.isArray(one) ? (one as readonly [RunStatus, number]) : [one as RunStatus, now + 1];
      now = at;
      return news.of(status, newest, { layers: [{ type: "Linear" }] }, now);
    })
    .filter(Boolean);
}

test("of a quick run its begin and its end are said, however many epochs it has", () => {
  const epochs = Array.from({ length: 1000 }, (_, index) => running(index + 1));
  assert.deepEqual(said(idle, preparing, running(0), ...epochs, ended()), [
    "Training of 1,000 epochs has begun.",
    "Training finished at epoch 1,000 after 1 minute 5 seconds.",
  ]);
});

test("of a long run it is said at each quarter where it is", () => {
  const minute = Array.from({ length: 1000 }, (_, index) => [running(index + 1), (index + 1) * 200] as const);
  assert.deepEqual(said(idle, preparing, running(0), ...minute).slice(1), [
    "Epoch 250 of 1,000. Validation loss 0.2500.",
    "Epoch 500 of 1,000. Validation loss 0.2500.",
    "Epoch 750 of 1,000. Validation loss 0.2500.",
  ]);
});

test("pauses, what is found to be sick and how it ended are said; of a run that failed the banner speaks", () => {
  const health = [{ code: "dead-units", layer: 0, epoch: 7 }];
  const paused = { ...base, state: "paused", epoch: 3, started } as const;
  assert.deepEqual(
    said(
      idle,
      preparing,
      running(1),
      { ...paused, batch: 0 },
      { ...paused, batch: 2 },
      running(3),
      running(7, { health }),
      running(8, { health }),
    ),
    [
      "Training of 1,000 epochs has begun.",
      "Paused at epoch 3 of 1,000.",
      "Paused at epoch 3 of 1,000. Batch 2 of 4.",
      "Training goes on.",
      "Dead units in Linear 1, epoch 7",
    ],
  );
  const verdict = { kind: "classes", split: "validation", right: 9, answers: 10, usual: "no", usualRight: 6 } as const;
  assert.deepEqual(said(running(1), ended({ stopped: "early", epoch: 80, seconds: 3700, verdict })), [
    "Training stopped early at epoch 80 after 1 hour 1 minute. 9 of 10 validation rows right (always no: 6)",
  ]);
  assert.deepEqual(said(running(1), { ...base, state: "failed", epoch: 1, note: { text: "It broke.", args: [] } }), []);
  assert.deepEqual(said(ended(), ended({ weights: "a.safetensors" })), [], "a run of an earlier window is no news");
});
