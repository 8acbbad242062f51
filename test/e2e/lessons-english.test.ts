// Every lesson in a real VS Code, in English.

import { test } from "node:test";
import { playLessons } from "./play-lessons.ts";
import { startSession } from "./session.ts";

test("every lesson is played in English", async (t) => {
  const session = await startSession();
  await playLessons(t, "en", await session.open(["iris.csv"], {}, { width: 1600, height: 960 }));
});
