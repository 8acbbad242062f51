// Every lesson is played, with the real sessions and the real engine: no step passes by itself, each wrong
// try has its hint, and "Do it for me" does what is asked. One lesson alone: LESSON=xor node --test …

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lessonIds } from "../../../src/lessons/catalogue.ts";
import { holds } from "../../../src/lessons/checks.ts";
import type { Step } from "../../../src/lessons/lesson.ts";
import type { LoadedLesson } from "../../../src/lessons/load.ts";
import { format } from "../../../src/model/message.ts";
import type { LessonPlayer } from "../../../src/session/lessons/lesson-player.ts";
import { LessonStage } from "../../../webview/dev/lesson-stage.ts";
import { figureFailure } from "./ask-figure.ts";
import { explainCheck } from "./explain-check.ts";
import { documentedLesson, lessonFolders, lessonIn } from "./lesson-folder.ts";

const only = process.env["LESSON"];

/** What is played: the lessons of this repository, and the example that teachers are shown. */
const lessons = new Map([...lessonFolders().map((id) => [id, () => lessonIn(id)] as const), ["example", documentedLesson] as const]);

for (const [id, read] of lessons) {
  if (only !== undefined && id !== only) continue;
  const { loaded, problems } = await read();
  if (loaded === undefined) {
    test(`${id} can be read`, () => {
      assert.fail(problems.map(({ message, file, path, line }) => `${file}:${line ?? path.join(".")}: ${format(message)}`).join("\n"));
    });
    continue;
  }
  describe(`lesson ${id}`, () => play(loaded));
}

test("the shipped lessons are those of the catalogue, in both languages", async () => {
  const stray = lessonFolders().filter((id) => !lessonIds.some((known) => known === id));
  assert.deepEqual(stray, [], "src/lessons/catalogue.ts has not these");
  for (const id of lessonFolders()) {
    const { loaded } = await lessonIn(id);
    assert.deepEqual([...(loaded?.texts.keys() ?? [])], ["en", "ko"], id);
  }
});

function play(loaded: LoadedLesson): void {
  let stage: LessonStage;
  before(() => {
    stage = new LessonStage(loaded);
  });
  after(() => stage.end());

  for (const [index, step] of loaded.lesson.steps.entries()) {
    test(`${loaded.id}, step ${index + 1} (${step.id})`, async () => {
      let { player } = stage;
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
      assert.deepEqual(await figuresThatFail(stage, step, index), [], `${where} begins with figures that show nothing`);
      const { session } = await player.document();
      const { text } = session;
      const asked = step.ask.map((ask) => [ask.id, player.state.answers[ask.id]?.value] as const);
      for (const hint of step.hints) {
        assert.ok(hint.try.length > 0, `${where}: the hint ${hint.id} has no wrong try`);
        await player.act(hint.try);
        if (!isCaught(player, step, hint.id)) {
          // Runs of the tries before it count as well: it is tried from where the step begins.
          await stage.end();
          stage = await stageAt(loaded, index);
          player = stage.player;
          await player.act(hint.try);
          await assertCaught(player, step, hint.id, where);
        }
        await (await player.document()).session.rewrite(text);
        for (const [ask, value] of asked) await player.answer(ask, value);
      }
      await player.doIt();
      assert.equal(told(player), undefined, `${where}: "Do it for me" fails`);
      assert.ok(player.state.done.includes(step.id), `${where}: "Do it for me" does not pass:\n${await explained(player, step)}`);
      assert.equal(player.state.hint, undefined, `${where} is done and shows a hint`);
      assert.deepEqual(await figuresThatFail(stage, step, index), [], `${where} ends with figures that show nothing`);
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

/** Whether a wrong try shows its hint and nothing else. */
function isCaught({ state }: LessonPlayer, step: Step, id: string): boolean {
  return state.note === undefined && state.hint === id && !state.done.includes(step.id);
}

/** The lesson anew, at a step, with the steps before it done. */
async function stageAt(loaded: LoadedLesson, index: number): Promise<LessonStage> {
  const stage = new LessonStage(loaded);
  for (const at of loaded.lesson.steps.keys()) {
    await stage.player.goTo(at);
    if (at === index) break;
    await stage.player.doIt();
  }
  await (await stage.player.document()).session.ready();
  await stage.player.look();
  return stage;
}

async function assertCaught(player: LessonPlayer, step: Step, id: string, where: string): Promise<void> {
  const hint = step.hints.find((one) => one.id === id)!;
  assert.equal(told(player), undefined, `${where}: the wrong try for ${id} cannot be made`);
  assert.ok(!player.state.done.includes(step.id), `${where}: the wrong try for ${id} passes:\n${await explained(player, step)}`);
  if (player.state.hint === id) return;
  const facts = await player.facts();
  const sentence = (await holds(hint.when, facts)) ? `comes after another that fits, ${player.state.hint ?? ""}` : "does not fit";
  assert.fail(`${where}: after its wrong try the hint ${id} ${sentence}:\n${await explainCheck(hint.when, facts)}`);
}

/** What keeps the engine from answering the figures of a step. */
async function figuresThatFail(stage: LessonStage, { document }: Step, index: number): Promise<readonly string[]> {
  const { lesson, texts } = stage.loaded;
  const parts = [...texts.values()].flatMap((text) => text.steps[index]?.parts ?? []);
  const figures = parts.flatMap((part) => (part.kind === "figure" ? [part.figure] : []));
  const own = stage.document(document ?? lesson.document);
  const failures = await Promise.all(figures.map((figure) => figureFailure(figure, stage, own)));
  return failures.filter((failure) => failure !== undefined);
}

async function explained(player: LessonPlayer, { check }: Step): Promise<string> {
  return explainCheck(check, await player.facts());
}

function told(player: LessonPlayer): string | undefined {
  const { note } = player.state;
  return note && format(note);
}
