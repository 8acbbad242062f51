// A lesson that is played: what counts, what waits, what is kept, and what "Start again" forgets.

import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { patchEdit } from "../../../src/lessons/patch-edit.ts";
import { format, message } from "../../../src/model/message.ts";
import type { Inside } from "../../../src/protocol/worker.ts";
import type { LessonState } from "../../../src/protocol/lesson.ts";
import { Emitter } from "../../../src/session/emitter.ts";
import { LessonPlayer } from "../../../src/session/lessons/lesson-player.ts";
import type { LessonDocument } from "../../../src/session/lessons/lesson-ports.ts";
import { TensorValues } from "../../../src/session/lessons/tensor-values.ts";
import { systemClock } from "../../../src/session/system-clock.ts";
import { LessonStage } from "../../../webview/dev/lesson-stage.ts";
import { until } from "../../harness/patience.ts";
import { sessionOn } from "../session/memory-session.ts";
import { tinyDocument, tinyLesson } from "./tiny-lesson.ts";

type Steps = Parameters<typeof tinyLesson>[0];

async function open(test: TestContext, steps: Steps, figures: readonly string[] = [], kept?: unknown) {
  const stage = new LessonStage(await tinyLesson(steps, figures), undefined, kept);
  test.after(() => stage.end());
  const { player } = stage;
  await player.goTo(Math.max(0, player.state.step));
  return { stage, player };
}

/** Whether a check holds now. */
async function passes(player: LessonPlayer, at = 0): Promise<boolean> {
  await player.look();
  return player.state.done.includes(player.loaded.lesson.steps[at]!.id);
}

/** Does actions in a lesson of one step, and says whether its check holds then. */
async function after(test: TestContext, check: object, actions: readonly object[], figures: readonly string[] = []) {
  const { stage, player } = await open(test, [{ id: "one", check, do: actions, ask: [{ id: "n", kind: "number" }] }], figures);
  assert.ok(!(await passes(player)), "it holds at the start");
  await player.doIt();
  const note = player.state.note && format(player.state.note);
  return { stage, player, note, isDone: player.state.done.includes("one") };
}

test("the run of the document is looked at while it goes on, without anybody who asks", async (t) => {
  const { player } = await open(t, [{ id: "one", check: { run: { state: "ended", epoch: 20 } } }]);
  const { session } = await player.document();
  const told: LessonState[] = [];
  player.onDidChange((state) => told.push(state));
  const { experiment } = await session.ready();
  assert.ok(experiment);
  session.run.start(experiment);
  await until("the step is done", () => player.state.done.includes("one"));
  assert.deepEqual(told.at(-1)?.done, ["one"]);
  assert.ok(player.state.isDone);
});

test("a run is paused at the batch that is asked for", async (t) => {
  const paused = { run: { state: "paused", epoch: 2, batch: 1 } };
  const { player, isDone } = await after(t, paused, [{ train: { pauseAt: { epoch: 2, batch: 1 } } }]);
  assert.ok(isDone);
  const { session } = await player.document();
  await player.act([{ advance: "epoch" }]);
  assert.equal(session.run.status.state === "paused" && session.run.status.epoch, 3);
  await player.act([{ resume: true }]);
  assert.deepEqual([session.run.status.state, session.run.curve.points.length], ["ended", 20]);
});

test("a run that waits before its first batch is the run that did not", async (t) => {
  const stages = await Promise.all([open(t, [{ id: "one" }]), open(t, [{ id: "one" }])]);
  const [whole, held] = stages.map(({ player }) => player);
  await whole!.act([{ train: true }]);
  await held!.act([{ train: { pauseAt: { epoch: 0, batch: 0 } } }]);
  const run = (await held!.document()).session.run;
  assert.deepEqual([run.status.state, run.curve.points], ["paused", []]);
  await held!.act([{ resume: true }]);
  assert.deepEqual(run.curve.points, (await whole!.document()).session.run.curve.points);
});

const facts: readonly [what: string, check: object, actions: readonly object[]][] = [
  ["the document with its defaults", { document: { training: { shuffle: true, epochs: 3 } } }, [{ document: { training: { epochs: 3 } } }]],
  [
    "a problem of the document",
    { problem: "output-size" },
    [{ document: { layers: [{ type: "Linear", out_features: 3 }, { type: "Sigmoid" }] } }],
  ],
  ["a metric of the last epoch", { metric: "train_loss", $above: 0, $below: 2 }, [{ train: true }]],
  ["a metric of the best epoch", { metric: "train_loss", at: "best", $above: 0 }, [{ train: true }]],
  [
    "the engine's number, and what is typed beside it",
    { answer: "n", near: "loss", step: 2, $within: "1%" },
    [{ answer: { n: { tensor: "loss", step: 2 } } }],
  ],
  [
    "a weight's gradient",
    {
      all: [
        { tensor: "layers[0].weight.grad.norm()", $above: 0 },
        { answer: "n", is: 1 },
      ],
    },
    [{ answer: { n: 1 } }],
  ],
  [
    "kept runs",
    { runs: 2, where: { document: { training: { seed: { $oneOf: [1, 7] } } } } },
    [{ train: true }, { document: { training: { seed: 7 } } }, { train: true }, { document: { training: { seed: 8 } } }, { train: true }],
  ],
  [
    "a sweep over seeds",
    { sweep: { state: "ended", kind: "seeds", seeds: 3, trials: { $contains: { train_loss: { $above: 0 }, seed: 3 } } } },
    [{ seeds: 3 }],
  ],
  [
    "the builder's tab, and the stop there",
    { panel: "inside", stop: "forward", layer: 1 },
    [{ panel: "inside", stop: "forward", layer: 1 }],
  ],
  [
    "which gradient was checked",
    { panel: "inside", checked: "0.weight[1][0]" },
    [
      { panel: "inside", stop: "gradient", layer: 0, checked: "0.weight[0][0]" },
      { panel: "inside", stop: "gradient", layer: 0, checked: "0.weight[1][0]" },
    ],
  ],
  ["a file beside the document", { file: "tiny.py" }, [{ export: "pytorch" }]],
  [
    "what stands in a file",
    { all: [{ file: "tiny.py", contains: "LightningModule" }, { not: { file: "tiny.md" } }] },
    [{ export: "pytorch" }, { export: "lightning" }],
  ],
  ["a figure", { figure: "f", $near: 2, $within: 0.1 }, [{ figure: { f: 2.05 } }]],
];

for (const [what, check, actions] of facts) {
  test(`a check sees ${what}`, async (t) => {
    const { isDone, note } = await after(t, check, actions, ["f"]);
    assert.deepEqual([isDone, note], [true, undefined]);
  });
}

test("the engine is asked once for each number, and again once the document changed", async (t) => {
  const { stage, player } = await open(t, [{ id: "one" }]);
  const document = await player.document();
  let opened = 0;
  const inside: Pick<Inside, "openInside" | "evaluateInside"> = {
    openInside: (...asked) => {
      opened++;
      return stage.worker.openInside(...asked);
    },
    evaluateInside: (...asked) => stage.worker.evaluateInside(...asked),
  };
  const values = new TensorValues(inside, () => assert.fail());
  const ask = (): Promise<readonly unknown[]> =>
    Promise.all([
      values.value(document, "loss", 1),
      values.value(document, "layers[0].weight[0][0]", 1),
      values.value(document, "loss", 3),
    ]);
  const before = await ask();
  assert.ok(before.every((value) => typeof value === "number"));
  assert.deepEqual([await ask(), opened], [before, 2]);
  await player.act([{ document: { training: { seed: 5 } } }]);
  assert.notDeepEqual(await ask(), before);
  assert.equal(opened, 4);
  for (const [expression, step] of [
    ["loss", 1000],
    ["layers[9]", 1],
    ["1 +", 1],
    ["layers", 1],
  ] as const)
    assert.equal(await values.value(document, expression, step), undefined, expression);
  await player.act([{ document: { data: { file: "gone.csv" } } }]);
  assert.equal(await values.value(document, "loss", 1), undefined);
});

test("an edit is one step of undo, and what a patch does not name stays as it was written", async (t) => {
  const { stage, player } = await open(t, [{ id: "one" }]);
  const { text } = stage.document("tiny.perceptron");
  const before = text.text();
  await player.act([{ document: { training: { epochs: 7, early_stopping: { patience: 2, min_delta: null } }, tests: null } }]);
  assert.equal(text.steps, 1);
  assert.deepEqual(JSON.parse(text.text()).training.early_stopping, { patience: 2 });
  assert.ok(text.text().startsWith(before.slice(0, before.indexOf('"epochs"'))));
  await player.act([{ document: { training: { epochs: 7 } } }]);
  assert.equal(text.steps, 1, "an edit that changes nothing is none");
  assert.equal(patchEdit(JSON.parse(text.text()), { training: { epochs: 7, scheduler: null } }), undefined);
  await player.act([{ document: { training: { early_stopping: null } } }]);
  assert.equal(JSON.parse(text.text()).training.early_stopping, undefined);
});

test("what cannot be done is said, and said no longer once something else is", async (t) => {
  const none = { document: { layers: [{ type: "Linear", out_features: 3 }] } };
  const { player, note, isDone } = await after(t, { run: { state: "ended" } }, [none, { train: true }]);
  assert.ok(!isDone);
  assert.match(note ?? "", /\w/);
  await player.goTo(0);
  assert.equal(player.state.note, undefined);
});

test("each answer has its verdict, and the hint that fits it", async (t) => {
  const check = { all: [{ answer: "n", $near: 2, $within: 0.5 }, { answer: "why", is: 2 }, { not: { answer: "free", $above: 9 } }] };
  const hints = [
    { id: "far", when: { answer: "n", $above: 3 }, try: [{ answer: { n: 4 } }] },
    { id: "first", when: { answer: "why", is: 1 }, try: [{ answer: { why: 1 } }] },
  ];
  const ask = [
    { id: "n", kind: "number" },
    { id: "why", kind: "choice", options: 2 },
    { id: "free", kind: "number" },
  ];
  const { stage, player } = await open(t, [{ id: "one", check, hints, ask }]);
  const shown = () => [player.state.hint, ...Object.values(player.state.answers).map(({ verdict }) => verdict)];
  await player.answer("n", 4);
  assert.deepEqual(shown(), ["far", "wrong"]);
  await player.answer("why", 1);
  assert.deepEqual(shown(), ["far", "wrong", "wrong"]);
  await player.answer("n", 2.4);
  assert.deepEqual(shown(), ["first", "right", "wrong"]);
  await player.answer("free", 3);
  await player.answer("nobody", 3);
  assert.deepEqual(shown(), ["first", "right", "wrong", "undecided"]);
  await player.answer("free", undefined);
  await player.answer("why", 2);
  assert.deepEqual([...shown(), player.state.isDone], [undefined, "right", "right", true]);
  assert.deepEqual(stage.progress?.answers, { n: 2.4, why: 2 });
});

test("a step stays done; one that is only read is done by going on", async (t) => {
  const check = { answer: "n", is: 1 };
  const hints = [{ id: "two", when: { answer: "n", is: 2 } }];
  const { stage, player } = await open(t, [{ id: "read" }, { id: "one", check, ask: [{ id: "n", kind: "number" }], hints }]);
  assert.deepEqual(player.state.done, []);
  await player.goTo(1);
  assert.deepEqual(player.state.done, ["read"]);
  await player.answer("n", 1);
  await player.answer("n", 2);
  assert.deepEqual([player.state.done, player.state.isDone, player.state.hint], [["read", "one"], true, undefined]);
  await player.goTo(99);
  assert.deepEqual([player.state.step, stage.progress?.step], [2, undefined]);
});

test("who answers right and goes on at once has done the step", async (t) => {
  const { player } = await open(t, [{ id: "one", check: { answer: "n", is: 1 }, ask: [{ id: "n", kind: "number" }] }, { id: "two" }]);
  await Promise.all([player.answer("n", 1), player.goTo(1)]);
  assert.deepEqual([player.state.step, player.state.done], [1, ["one"]]);
});

test("progress is taken up again; of a lesson that changed since, what still fits", async (t) => {
  const steps = [
    { id: "one", check: { answer: "n", is: 1 }, ask: [{ id: "n", kind: "number" }] },
    { id: "two", check: { run: { state: "ended" } } },
  ];
  const kept = { step: "two", done: ["one", "gone"], answers: { n: 1, gone: 2, toString: 3 }, since: "2020-01-01T00:00:00.000Z" };
  const { player } = await open(t, steps, [], kept);
  assert.deepEqual([player.state.step, player.state.done, Object.keys(player.state.answers)], [1, ["one"], ["n"]]);
  const gone = await open(t, steps, [], { ...kept, step: "gone" });
  assert.equal(gone.player.state.step, 0);
  for (const nonsense of [null, 7, [], "text", { done: 1, answers: [1], since: "never", step: {} }]) {
    const { player: other } = await open(t, steps, [], nonsense);
    assert.deepEqual([other.state.step, other.state.done, other.state.answers], [0, [], {}]);
  }
});

test("after Start again nothing counts that was before", async (t) => {
  const checks = [
    { run: { state: "ended" } },
    { runs: { $atLeast: 1 } },
    { sweep: { state: "ended" } },
    { file: "tiny.py" },
    { metric: "train_loss", $above: 0 },
    { panel: "loss" },
  ];
  const doing = [{ train: true }, { seeds: 2 }, { export: "pytorch" }, { panel: "loss" }, { document: { training: { epochs: 9 } } }];
  const { stage, player } = await open(t, [{ id: "one", check: { any: checks }, do: doing }]);
  const before = stage.document("tiny.perceptron").text.text();
  await player.doIt();
  assert.ok(player.state.isDone);
  await player.startAgain();
  await player.look();
  assert.deepEqual([player.state.done, player.state.step], [[], 0]);
  assert.equal(stage.document("tiny.perceptron").text.text(), before);
  await player.act([{ train: true }]);
  assert.ok(player.state.isDone, "a new run counts");
});

test("Start again ends what goes on", async (t) => {
  const { player } = await open(t, [
    {
      id: "one",
      check: { run: { epoch: 1_000_000 } },
      do: [{ document: { training: { epochs: 1_000_000 } } }, { train: true }, { document: { training: { epochs: 1 } } }, { train: true }],
    },
  ]);
  const doing = player.doIt();
  await until("it trains", () => player.state.waits === "training");
  const { session } = await player.document();
  await until("the run goes on", () => session.run.status.state === "running");
  await player.startAgain();
  await doing;
  assert.deepEqual([player.state.waits, session.run.isActive, player.state.done], [undefined, false, []]);
  assert.equal(session.run.status.run, 1, "what was to come after it is not done");
});

test("a document that cannot be opened is said, and tried again", async (t) => {
  const { loaded } = (await open(t, [{ id: "one", check: { document: { format: 1 } } }])).player;
  const stage = new LessonStage(loaded);
  t.after(() => stage.end());
  let failures = 1;
  const player = new LessonPlayer(loaded, {
    clock: systemClock,
    inside: stage.worker,
    memory: { load: () => undefined, save: () => {} },
    open: async (name) => {
      if (failures-- > 0) throw new Error("The disk is full.");
      return stage.document(name);
    },
    restore: async () => {},
    log: () => {},
  });
  await player.look();
  assert.match(player.state.note ? format(player.state.note) : "", /The disk is full/);
  await player.goTo(0);
  assert.deepEqual([player.state.note, player.state.isDone], [undefined, true]);
  player.dispose();
});

test("while a run reports, checks are looked at five times a second and no more, and once after the last report", async () => {
  const { session, own } = sessionOn(JSON.stringify({ ...tinyDocument, data: { file: "a.csv", target: "y" } }));
  let looks = 0;
  const place = (): undefined => void looks++;
  const document: LessonDocument = {
    session,
    runs: { entries: [], refresh: async () => {}, document: async () => "", curve: async () => [] },
    place,
    onDidChangePlace: new Emitter<void>().event,
    show: async () => {},
    hasFile: async () => false,
    writeCode: async () => {},
    sources: async () => [],
    encodingHint: () => undefined,
  };
  const player = new LessonPlayer(await tinyLesson([{ id: "one", check: { panel: "loss" } }]), {
    clock: own.clock,
    inside: { openInside: () => Promise.reject(new Error()), evaluateInside: async () => undefined },
    memory: { load: () => undefined, save: () => {} },
    open: async () => document,
    restore: async () => {},
    log: () => {},
  });
  await player.look();
  const before = looks;
  for (let report = 0; report < 100; report++) {
    session.run.note(message("x"));
    session.read();
    own.clock.turn(10);
    await settled();
  }
  assert.ok(looks - before >= 4 && looks - before <= 6, `${looks - before} looks in a second`);
  const last = looks;
  session.read();
  session.read();
  own.clock.turn(1000);
  await settled();
  assert.equal(looks, last + 1);
  own.clock.turn(10_000);
  await settled();
  assert.equal(looks, last + 1, "nobody looks where nothing happens");
  player.dispose();
  await session.end();
});

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
