// Every lesson in a real VS Code, in Korean.

import { test } from "node:test";
import { playLessons } from "./play-lessons.ts";
import { startOwnSession } from "./session.ts";

test("every lesson is played in Korean", async (t) => {
  const session = await startOwnSession({ language: "ko" });
  await playLessons(t, "ko", await session.open(["iris.csv"], {}, { width: 1600, height: 960 }));
});
