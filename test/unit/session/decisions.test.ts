// What is decided when somebody wants a run, a sweep or code, without a window: the answer is a value.

import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf } from "../../harness/run-facts.ts";
import { format, message } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { exportedCode } from "../../../src/session/code/exported-code.ts";
import type { RunHold } from "../../../src/session/ports.ts";
import { startRun } from "../../../src/session/run/start-run.ts";
import { startSweep } from "../../../src/session/sweep/start-sweep.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { experimentOf as documentOf, summaryOf } from "../../fixtures/code/script.ts";
import { sessionOn } from "./memory-session.ts";
import { experimentOf } from "./scripted.ts";

const text = JSON.stringify(experimentOf());

const heldElsewhere: RunHold = {
  told: () => Promise.resolve(""),
  take: () => Promise.resolve(),
  release: () => Promise.resolve(),
};

const gone = new ProblemError({ severity: "error", code: "file-not-found", path: ["data", "file"], message: message("gone") });

test("a run starts once its data is read, and a second question is told that it goes on", async () => {
  const { session } = sessionOn(text);
  const [first, second] = await Promise.all([startRun(session, { kind: "new" }), startRun(session, { kind: "new" })]);
  assert.deepEqual([first.kind, second.kind, session.run.status.run], ["started", "overtaken", 1]);
  assert.equal((await startRun(session, { kind: "new" })).kind, "busy");
  assert.equal(session.run.status.run, 1);
});

test("a document that another window trains is trained here only by somebody who knows", async () => {
  const { session, own } = sessionOn(text);
  Object.assign(own.ports, { hold: heldElsewhere });
  assert.equal((await startRun(session, { kind: "new" })).kind, "elsewhere");
  assert.equal(session.run.status.state, "idle");
  assert.equal((await startRun(session, { kind: "new", besides: true })).kind, "started");
});

test("nothing starts and no code is written while the document has an error, which is the answer", async () => {
  const { session, world } = sessionOn(text);
  world.failure = gone;
  const answers = [
    await startRun(session, { kind: "new" }),
    await startSweep(session, { kind: "seeds", count: 2 }),
    await exportedCode(session, "pytorch"),
  ];
  for (const answer of answers) assert.deepEqual(answer.kind === "unready" && answer.errors.map(({ code }) => code), ["file-not-found"]);
  assert.deepEqual([session.run.status.state, session.sweep.isActive], ["idle", false]);
});

test("a CSV that is not saved is said with the run that reads it as it is on disk", async () => {
  const { session, own, csvs } = sessionOn(JSON.stringify({ ...experimentOf(), data: { file: ["a.csv", "b.csv"], target: "y" } }));
  own.folder.write("b.csv", "x,y\n3,4\n");
  for (const name of ["a.csv", "b.csv"]) csvs.edit(name, "x,y\n5,6\n");
  const started = await startRun(session, { kind: "new" });
  const note = started.kind === "started" && started.note && format(started.note);
  assert.equal(note, "a.csv, b.csv has unsaved changes. This run reads the file on disk.");
  assert.equal(factsOf(session.run).note?.args[0], "a.csv, b.csv");
});

test("a run goes on for more epochs after its end, and from what one has left that was cut off", async () => {
  const { session, own } = sessionOn(text);
  await startRun(session, { kind: "new" });
  own.trainers[0]!.epochs(3);
  own.trainers[0]!.end();
  await session.run.over;
  assert.equal((await startRun(session, { kind: "more", epochs: 5 })).kind, "started");
  assert.deepEqual([session.run.status.run, factsOf(session.run).epochs], [1, 6]);
  own.trainers[1]!.epochs(2);
  await session.run.leave();
  assert.equal((await startRun(session, { kind: "left" })).kind, "started");
  assert.deepEqual([session.run.status.run, factsOf(session.run).epoch], [2, 2]);
});

test("without anything to go on from a run does not start, and that is an error", async () => {
  const { session } = sessionOn(text);
  await assert.rejects(startRun(session, { kind: "left" }), ProblemError);
  await assert.rejects(startRun(session, { kind: "more", epochs: 5 }), ProblemError);
  assert.equal(session.run.status.state, "idle");
});

test("a sweep starts beside the run, and one at a time", async () => {
  const { session } = sessionOn(text);
  await startRun(session, { kind: "new" });
  assert.equal((await startSweep(session, { kind: "seeds", count: 2 })).kind, "started");
  assert.equal((await startSweep(session, { kind: "seeds", count: 3 })).kind, "busy");
  assert.equal(session.sweep.isActive, true);
});

test("code is of the document as it is edited, under its name", async () => {
  const files = documents["fills of every kind"]!;
  const { session, world } = sessionOn(JSON.stringify(documentOf(files)));
  world.summary = await summaryOf(files);
  const code = await exportedCode(session, "pytorch");
  assert.equal(code.kind, "code");
  const [{ name, content }] = code.kind === "code" ? code.files : [{ name: "", content: "" }];
  assert.equal(name, "net.py");
  assert.match(String(content), /net\.perceptron[\s\S]*nn\.Sequential/);
});
