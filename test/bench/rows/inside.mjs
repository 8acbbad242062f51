// A step of 784-256-128-10 that is looked into: the next step with the numbers of its first picture, another
// stop of the same step, and a step back, until the shipped worker has answered; and in Chromium, over the
// engine's plain kernels in the page itself, from the press of a key until the picture of the stop is painted.

import { join } from "node:path";
import { openDevPage } from "../lib/dev-page.mjs";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { duration, median } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

const GOAL = 0.05;
const kinds = { next: "the next step", stop: "another stop of a step", back: "a step back" };

export async function measureInside(context) {
  return [...(await measureWorker(context)), ...(await measurePage(context))];
}

async function measureWorker({ folder, nodes, rounds }) {
  const args = [join(folder, "inside.cjs"), join(root, "dist", "worker.js")];
  const times = nodes.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { path }] of nodes.entries()) times[index].push(JSON.parse(await run(path, args)));
  }
  return nodes.flatMap((node, index) =>
    Object.entries(kinds).map(([kind, text]) => {
      const seconds = median(times[index].map((measured) => measured[kind]));
      return {
        work: `inside: ${text}, 784-256-128-10`,
        node: nameOf(node),
        ours: duration(seconds),
        goal: `< ${duration(GOAL)}`,
        met: isMet(-seconds, -GOAL),
      };
    }),
  );
}

async function measurePage({ rounds, note }) {
  const opened = await openDevPage();
  if (opened === undefined) {
    note("The picture of a step was not measured: no Chromium. Install one, or name it in PERCEPTRON_CHROMIUM.");
    return [];
  }
  const { page, address, close } = opened;
  const times = { stop: [], next: [] };
  try {
    await page.addInitScript(countQuestions);
    for (let round = 0; round < rounds; round++) {
      await page.goto(`${address}digits`);
      await page.locator("#tab-inside").click();
      await page.locator("inside-view number-focus h3").waitFor();
      await page.locator("step-strips ol").focus();
      await page.evaluate(settled);
      const first = await page.locator("inside-view .steps input").inputValue();
      for (let isSame = true; isSame;) {
        const seconds = await press(page, "ArrowRight");
        isSame = (await page.locator("inside-view .steps input").inputValue()) === first;
        times[isSame ? "stop" : "next"].push(seconds);
      }
    }
  } finally {
    await close();
  }
  return [
    pageRow("another stop, median", median(times.stop), true),
    pageRow("another stop, worst of a step", median(worstOf(times.stop, rounds)), true),
    pageRow("the next step, on plain kernels", median(times.next), false),
  ];
}

function pageRow(text, seconds, hasGoal) {
  return {
    work: `inside: from key to picture, ${text}, 784-256-128-10`,
    ours: duration(seconds),
    ...(hasGoal ? { goal: `< ${duration(GOAL)}`, met: isMet(-seconds, -GOAL) } : {}),
  };
}

/** The longest time of each round. */
function worstOf(times, rounds) {
  const stops = times.length / rounds;
  return Array.from({ length: rounds }, (_, round) => Math.max(...times.slice(round * stops, (round + 1) * stops)));
}

/** Seconds from the press of a key until all that it asks for is painted. */
async function press(page, key) {
  await page.evaluate(() => {
    addEventListener("keydown", ({ timeStamp }) => (window.pressedAt = timeStamp), { capture: true, once: true });
  });
  await page.keyboard.press(key);
  return page.evaluate(settled);
}

/** Counts the questions on the page's channels, whose messages are cloned on their way. Runs in the page. */
function countQuestions() {
  const clone = window.structuredClone.bind(window);
  window.openQuestions = 0;
  window.structuredClone = (value, ...options) => {
    if (value?.kind === "call") window.openQuestions++;
    else if (value?.kind === "ok" || value?.kind === "error") window.openQuestions--;
    return clone(value, ...options);
  };
}

/** Waits for a frame that begins and ends without an open question: all is painted with it. Runs in the page. */
async function settled() {
  for (;;) {
    const open = await new Promise((done) => requestAnimationFrame(() => done(window.openQuestions)));
    await new Promise((done) => setTimeout(done));
    if (open === 0 && window.openQuestions === 0) return (performance.now() - (window.pressedAt ?? 0)) / 1000;
  }
}
