// "Do it for me" of each step works for whoever comes there first: nothing is locked, so nobody has to have
// done the steps before.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LessonStage } from "../../../webview/dev/lesson-stage.ts";
import { lessonFolders, lessonIn } from "./lesson-folder.ts";

const only = process.env["LESSON"];
for (const id of lessonFolders()) {
  if (only !== undefined && id !== only) continue;
  const { loaded } = await lessonIn(id);
  for (const [index, step] of loaded!.lesson.steps.entries()) {
    test(`${id} ${step.id}`, async () => {
      const stage = new LessonStage(loaded!);
      try {
        await stage.player.goTo(index);
        await (await stage.player.document()).session.ready();
        await stage.player.doIt();
        assert.ok(stage.player.state.done.includes(step.id), JSON.stringify(stage.player.state.note));
      } finally {
        await stage.end();
      }
    });
  }
}
