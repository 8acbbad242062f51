// Lessons that somebody has changed, their steps as JSON and their text as bytes: each is read or told what
// is wrong with it, no file outside of its folder is asked for, and what is read can be asked.

import assert from "node:assert/strict";
import { hintFor, holds } from "../../../src/lessons/checks.ts";
import type { Facts } from "../../../src/lessons/facts.ts";
import { textIn } from "../../../src/lessons/lesson-text.ts";
import { loadLesson } from "../../../src/lessons/load.ts";
import { patchEdit } from "../../../src/lessons/patch-edit.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { checkProblem } from "../../fixtures/data/hostile.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { asJson, fuzz } from "../../fuzz/driver.ts";
import { mutateBytes, mutateJson } from "../../fuzz/mutate.ts";
import { smallerJson } from "../../fuzz/shrink.ts";
import { folderOf, tinyDocument, tinyFiles } from "../lessons/tiny-lesson.ts";

const files = tinyFiles(
  [
    {
      id: "one",
      where: "card:0",
      ask: [
        { id: "n", kind: "number" },
        { id: "why", kind: "choice", options: 2 },
      ],
      check: {
        all: [
          { document: { layers: { $contains: { type: "Sigmoid" }, $times: { $atMost: 1 } } } },
          { any: [{ answer: "n", near: "loss", $within: "10%" }, { not: { answer: "why", is: 2 } }] },
          { runs: { $atLeast: 1 }, where: { metric: "train_loss", $below: 1 } },
          { panel: "inside", stop: { $oneOf: ["forward", "loss"] } },
        ],
      },
      do: [{ document: { training: { epochs: 5 }, tests: null } }, { train: { pauseAt: { epoch: 1, batch: 0 } } }, { answer: { n: 1 } }],
      hints: [{ id: "hint", when: { figure: "f", $near: 1, $within: 1 }, try: [{ figure: { f: 1 } }] }],
    },
  ],
  ["f"],
);

/** Of a world in which there is something of everything. */
const facts: Facts = {
  document: () => tinyDocument,
  problems: async () => ["order"],
  run: () => ({ state: "ended", epoch: 1, epochs: 2, batch: 0, stopped: null, isEdited: false }),
  metric: () => 0.5,
  health: () => [{ code: "dead-units", layer: 1 }],
  tensor: async () => 1,
  runs: async () => [facts],
  sweep: () => ({ state: "ended", kind: "seeds", isOutdated: false, seeds: 2, trials: [{ seed: 1, state: "ended" }] }),
  place: () => ({ panel: "loss" }),
  hasFile: async () => true,
  answer: () => 1,
  figure: () => 1,
};

interface Changed {
  readonly lesson: unknown;
  readonly text: string;
}

function make(chance: Chance): Changed {
  const text = files.get("en.md")!;
  const lesson = mutateJson(JSON.parse(files.get("lesson.json")!), chance);
  return { lesson, text: chance.once(2) ? new TextDecoder().decode(mutateBytes(new TextEncoder().encode(text), chance)) : text };
}

async function check({ lesson, text }: Changed): Promise<void> {
  const changed = new Map([...files, ["lesson.json", JSON.stringify(lesson) ?? ""], ["en.md", text]]);
  const folder = folderOf(changed);
  const { loaded, problems } = await loadLesson("tiny", {
    ...folder,
    read: (name) => {
      assert.doesNotMatch(name, /[/\\:]|^\./);
      return folder.read(name);
    },
  });
  for (const problem of problems) checkProblem(problem);
  assert.equal(loaded === undefined, problems.length > 0);
  if (loaded === undefined) return;
  assert.equal(textIn(loaded, "ko").steps.length, loaded.lesson.steps.length);
  for (const step of loaded.lesson.steps) {
    if (step.check) await holds(step.check, facts);
    await hintFor(step.hints, facts);
    for (const action of step.do) if ("document" in action) tryEdit(action.document);
  }
}

function tryEdit(patch: Parameters<typeof patchEdit>[1]): void {
  const text = JSON.stringify(tinyDocument);
  const edit = patchEdit(tinyDocument, patch);
  try {
    if (edit) applyEdit(text, edit);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
  }
}

fuzz<Changed>({
  name: "lesson",
  rounds: 300,
  make,
  check,
  smaller: (changed) => smallerJson(changed) as Iterable<Changed>,
  write: asJson.write,
  read: (bytes) => asJson.read(bytes) as Changed,
});
