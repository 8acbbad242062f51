// The loss view in Chromium at 10,000 epochs: the loss smoothed, which are four lines, and all measures side
// by side, which are six. What a frame in which epochs have come costs the page's main thread: the script,
// and the whole with what a Chromium without a GPU takes to paint the canvases. In a frame of some 26 the
// axes get longer and all is drawn.

import { build } from "esbuild";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "../../../scripts/lib/chromium.mjs";
import { root } from "../../../scripts/lib/project.mjs";
import { duration, median, percentile } from "../lib/statistics.mjs";
import { isMet } from "../lib/table.mjs";

const GOAL = 0.004;
const EPOCHS = 10_000;
const FRAMES = 60;
/** Epochs that come with a frame. */
const BATCH = 10;

export async function measureChart({ rounds, folder, note }) {
  const executablePath = await findChromium();
  if (!executablePath) {
    note("The chart was not measured: no Chromium. Install one, or name it in PERCEPTRON_CHROMIUM.");
    return [];
  }
  const outfile = join(folder, "chart-page.js");
  await build({ entryPoints: [join(root, "test/bench/chart-page.ts")], bundle: true, minify: true, platform: "browser", outfile });
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  const frames = { loss: [], all: [] };
  const lines = {};
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [set, found] of Object.entries(frames)) {
        const measured = await frameTimes(browser, outfile, set);
        found.push(...measured.found);
        lines[set] = measured.lines;
      }
    }
  } finally {
    await browser.close();
  }
  return Object.entries(frames).flatMap(([set, found]) => {
    const what = `chart: 10,000 epochs × ${lines[set]} lines, ${set === "all" ? "all measures" : "smoothed loss"}`;
    return ["script", "whole"].flatMap((part) => {
      const seconds = found.map((frame) => frame[part]);
      const name = part === "script" ? "script of a frame" : "frame painted without a GPU";
      return [
        row(`${what}, ${name}, median`, median(seconds)),
        row(`${what}, ${name}, 95 %`, percentile(seconds, 0.95)),
        row(`${what}, ${name}, 99 %`, percentile(seconds, 0.99)),
      ];
    });
  });
}

function row(work, seconds) {
  return { work, ours: duration(seconds), goal: `< ${duration(GOAL)}`, met: isMet(-seconds, -GOAL) };
}

/**
 * Processor seconds of the page's main thread for each frame, less what a frame costs in which nothing
 * happens.
 */
async function frameTimes(browser, path, set) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 760 } });
  await page.addScriptTag({ path });
  const lines = await page.evaluate((name) => window.chartBench.open(name), set);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const cost = async (epochs) => {
    const before = await worked(session);
    await page.evaluate(show, epochs);
    const after = await worked(session);
    return { script: after.script - before.script, whole: after.whole - before.whole };
  };
  // As a run grows, until the compiler is done.
  for (let step = 0; step < 40; step++) await page.evaluate(show, EPOCHS / 40);
  const found = [];
  for (let frame = 0; frame < FRAMES; frame++) {
    const [full, empty] = [await cost(BATCH), await cost(0)];
    found.push({ script: Math.max(0, full.script - empty.script), whole: Math.max(0, full.whole - empty.whole) });
  }
  await page.close();
  return { lines, found };
}

async function worked(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { script: value("ScriptDuration"), whole: value("TaskDuration") };
}

/** Resolves when a frame, in which that many epochs have come, has been painted. Runs in the page. */
function show(epochs) {
  return new Promise((done, fail) =>
    requestAnimationFrame(() => {
      try {
        if (epochs > 0) window.chartBench.frame(epochs);
        setTimeout(done);
      } catch (error) {
        fail(error);
      }
    }),
  );
}
