// Every lesson is played, with the real sessions and the real engine: no step passes by itself, each wrong try
// has its hint, and "Do it for me" does what is asked. One lesson alone: LESSON=xor node --test …

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { holds } from "../../../src/lessons/checks.ts";
import type { Step } from "../../../src/lessons/lesson.ts";
import type { LoadedLesson } from "../../../src/lessons/load.ts";
import { format } from "../../../src/model/message.ts";
import type { LessonPlayer } from "../../../src/session/lessons/lesson-player.ts";
import { LessonStage } from "../../../webview/dev/lesson-stage.ts";
import { explainCheck } from "./explain-check.ts";
import { lessonFolders, lessonIn } from "./lesson-folder.ts";

const only = process.env["LESSON"];

for (const id of lessonFolders().filter((folder) => only === undefined || folder === only)) {
  const { loaded, problems } = await lessonIn(id);
  if (loaded === undefined) {
    test(`${id} can be read`, () => {
      assert.fail(problems.map(({ message, file, path, line }) => `${file}:${line ?? path.join(".")}: ${format(message)}`).join("\n"));
    });
    continue;
  }
  describe(`lesson ${id}`, () => play(loaded));
}

function play(loaded: LoadedLesson): void {
  let stage: LessonStage;
  before(() => {
    stage = new LessonStage(loaded);
  });
  after(() => stage.end());

  for (const [index, step] of loaded.lesson.steps.entries()) {
    test(`${loaded.id}, step ${index + 1} (${step.id})`, async () => {
      const { player } = stage;
      await player.goTo(index);
      const where = `Lesson ${loaded.id}, step ${step.id}`;
      assert.equal(player.state.step, index, `${where} cannot be shown`);
      await (await player.document()).session.ready();
      await player.look();
      if (step.check === undefined) {
        await player.goTo(index + 1);
        assert.ok(player.state.done.includes(step.id), `${where} is done by going on`);
        return;
      }
      assert.ok(!player.state.done.includes(step.id), `${where} passes before anything was done:\n${await explained(player, step)}`);
      assert.equal(player.state.hint, undefined, `${where} begins with a hint`);
      for (const hint of step.hints) await tryWrong(player, step, hint.id, where);
      await player.doIt();
      assert.equal(told(player), undefined, `${where}: "Do it for me" fails`);
      assert.ok(player.state.done.includes(step.id), `${where}: "Do it for me" does not pass:\n${await explained(player, step)}`);
      assert.equal(player.state.hint, undefined, `${where} is done and shows a hint`);
    });
  }

  test(`${loaded.id} is done after its last step, and nothing of it after "Start again"`, async () => {
    const { player } = stage;
    await player.goTo(loaded.lesson.steps.length);
    const missing = loaded.lesson.steps.filter((step) => !player.state.done.includes(step.id)).map((step) => step.id);
    assert.deepEqual([player.state.isDone, missing], [true, []]);
    await player.startAgain();
    assert.deepEqual([player.state.step, player.state.done, player.state.answers, told(player)], [0, [], {}, undefined]);
    const { document } = loaded.lesson;
    assert.equal(stage.document(document).session.text, new TextDecoder().decode(loaded.files.get(document)));
  });
}

async function tryWrong(player: LessonPlayer, step: Step, id: string, where: string): Promise<void> {
  const hint = step.hints.find((one) => one.id === id)!;
  assert.ok(hint.try.length > 0, `${where}: the hint ${id} has no wrong try`);
  await player.act(hint.try);
  assert.equal(told(player), undefined, `${where}: the wrong try for ${id} cannot be made`);
  assert.ok(!player.state.done.includes(step.id), `${where}: the wrong try for ${id} passes:\n${await explained(player, step)}`);
  if (player.state.hint === id) return;
  const facts = await player.facts();
  const fits = await holds(hint.when, facts);
  const sentence = fits ? `comes after another that fits, ${player.state.hint ?? ""}` : "does not fit";
  assert.fail(`${where}: after its wrong try the hint ${id} ${sentence}:\n${await explainCheck(hint.when, facts)}`);
}

async function explained(player: LessonPlayer, { check }: Step): Promise<string> {
  return explainCheck(check, await player.facts());
}

function told(player: LessonPlayer): string | undefined {
  const { note } = player.state;
  return note && format(note);
}
