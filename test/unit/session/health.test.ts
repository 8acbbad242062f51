// What is found to be sick about a run, on its way from the trainer to the status, the problems and the
// record.

import assert from "node:assert/strict";
import { test } from "node:test";
import { documentText } from "../../../src/model/document.ts";
import { fix, set, setFix } from "../../../src/model/fix.ts";
import { format, message } from "../../../src/model/message.ts";
import { parseRunRecord, runRecordText } from "../../../src/model/run-record.ts";
import { healthOf } from "../../../src/protocol/run.ts";
import { runProblems } from "../../../src/session/run/run-problems.ts";
import { RunSlot } from "../../../src/session/run/run-slot.ts";
import { recordOf } from "../../../src/session/runs/record-of.ts";
import type { HealthFinding } from "../../../src/training/health/finding.ts";
import { experimentOf, script } from "./scripted.ts";

const facts = { run: 1, epoch: 2, epochs: 10 };
const started = { rows: { train: 8, validation: 1, test: 1 }, inputs: 1, parameters: 2, epochs: 10, batchesPerEpoch: 1 };
const rate = ["training", "optimizer", "lr"];

function finding(change: Partial<HealthFinding> = {}): HealthFinding {
  const sentence = message("The network learns nothing.");
  return { code: "plateau", layer: null, epoch: 2, message: sentence, path: rate, fixes: [setFix(rate, 0.5)], ...change };
}

test("findings come into the status in their order, each code of a layer once, also where the run goes on", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  const [first] = own.trainers;
  assert.equal(first!.options?.health, true);
  first!.epochs(3, 2);
  first!.finds(finding(), finding({ code: "dead-units", layer: 1 }));
  first!.end();
  await slot.over;
  slot.more(experimentOf(), 2);
  own.trainers[1]!.finds(finding({ epoch: 3 }), finding({ code: "dead-units", layer: 3, epoch: 3 }));
  assert.deepEqual(
    healthOf(slot.status).map(({ code, layer, epoch }) => [code, layer, epoch]),
    [
      ["plateau", null, 2],
      ["dead-units", 1, 2],
      ["dead-units", 3, 3],
    ],
  );
});

test("a finding is a warning with its epoch, at its place, with the fixes that leave a document that can be trained", () => {
  const breaking = fix(message("Break it"), set(["layers", 0, "type"], "Nothing"));
  const gone = fix(message("Remove a layer that is not there"), { op: "remove", at: 9 });
  const found = [finding({ fixes: [breaking, setFix(rate, 0.5), gone] })];
  const [problem, ...others] = runProblems({ state: "running", ...facts, started, health: found }, documentText(experimentOf()));
  assert.deepEqual(others, []);
  assert.deepEqual([problem!.severity, problem!.code, problem!.path], ["warning", "plateau", rate]);
  assert.equal(format(problem!.message), "Epoch 2: The network learns nothing.");
  assert.deepEqual(
    problem!.fixes?.map(({ title }) => format(title)),
    ["Set lr to 0.5"],
  );
});

test("that a run diverged is said once, by the finding that knows why", () => {
  const text = documentText(experimentOf());
  const end = { ...facts, state: "ended", stopped: "diverged", note: message("It diverged.") } as const;
  const codes = (health: readonly HealthFinding[]): string[] => runProblems({ ...end, health }, text).map(({ code }) => code);
  assert.deepEqual(codes([]), ["diverged"]);
  assert.deepEqual(codes([finding({ code: "exploding-gradient" })]), ["diverged", "exploding-gradient"]);
  assert.deepEqual(codes([finding({ code: "diverging" })]), ["diverging"]);
});

test("of a run of an earlier window its sentences are problems at their layers; one of an older version has none", () => {
  const sentence = message("{0} is saturated.", "Tanh 1");
  const health = [
    { code: "plateau", layer: null, epoch: 2 },
    { code: "saturated-units", layer: 0, epoch: 3, message: sentence },
    { code: "overfitting", layer: null, epoch: 9, message: sentence },
  ];
  const problems = runProblems({ ...facts, state: "ended", stopped: null, health }, documentText(experimentOf()));
  assert.deepEqual(
    problems.map(({ code, path, message: told, fixes }) => [code, path, format(told), fixes]),
    [
      ["saturated-units", ["layers", 0], "Epoch 3: Tanh 1 is saturated.", undefined],
      ["overfitting", ["training"], "Epoch 9: Tanh 1 is saturated.", undefined],
    ],
  );
});

test("a run that goes on after a crash keeps what was found; what is found again has its remedies", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  const [first] = own.trainers;
  first!.epochs(3, 2);
  first!.finds(finding(), finding({ code: "dead-units", layer: 1 }));
  await slot.keep();
  first!.die(new Error("gone"));
  await slot.over;
  // Another window knows the checkpoint alone.
  const after = new RunSlot({ ...own.ports });
  await after.goOn(experimentOf());
  const told = (): unknown[] => healthOf(after.status).map((one) => [one.code, one.epoch, format(one.message!), "fixes" in one]);
  assert.deepEqual(told(), [
    ["plateau", 2, "The network learns nothing.", false],
    ["dead-units", 2, "The network learns nothing.", false],
  ]);
  own.trainers[1]!.finds(finding({ epoch: 5 }));
  assert.deepEqual(told(), [
    ["dead-units", 2, "The network learns nothing.", false],
    ["plateau", 5, "The network learns nothing.", true],
  ]);
});

test("the record of a run has code, layer, epoch and sentence of its findings, in no language and without what JSON lacks", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  own.trainers[0]!.epochs(3, 2);
  own.trainers[0]!.finds(finding({ layer: 0, message: message("{0} and {1} of {2}", Infinity, "a", message("b {0}", 3)) }));
  own.trainers[0]!.end();
  await slot.over;
  const record = recordOf(own.kept[0]!, { cores: 2, platform: "linux x64", version: "1" }, []);
  const sentence = { text: "{0} and {1} of {2}", args: ["Infinity", "a", "b 3"] };
  assert.deepEqual(record.health, [{ code: "plateau", layer: 0, epoch: 2, message: sentence }]);
  assert.deepEqual(parseRunRecord(runRecordText(record)), record);
});
