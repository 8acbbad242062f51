// The loss chart in Chromium at 10,000 epochs: the four lines that it draws at most, and six on two charts. What a frame in which epochs have come costs
// the page's main thread: the script has the goal; the whole has besides what a Chromium without a GPU takes to paint the canvas.

import { build } from "esbuild";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "../../../scripts/lib/chromium.mjs";
import { root } from "../../../scripts/lib/project.mjs";
import { duration, median, percentile } from "../lib/statistics.mjs";
import { judge } from "../lib/table.mjs";

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
  const frames = { "4 lines": [], "6 lines, two charts": [] };
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [index, found] of Object.values(frames).entries()) found.push(...(await frameTimes(browser, outfile, index + 1)));
    }
  } finally {
    await browser.close();
  }
  return Object.entries(frames).flatMap(([lines, found]) => {
    const scripts = found.map(({ script }) => script);
    return [
      row(`${lines}, script of a frame, median`, median(scripts), GOAL),
      row(`${lines}, script of a frame, 95 %`, percentile(scripts, 0.95), GOAL),
      row(`${lines}, frame painted without a GPU, median`, median(found.map(({ whole }) => whole)), undefined),
    ];
  });
}

function row(what, seconds, goal) {
  return {
    work: `chart: 10,000 epochs × ${what}`,
    ours: duration(seconds),
    ...(goal === undefined ? {} : { goal: `< ${duration(goal)}`, met: judge(-seconds, -goal) }),
  };
}

/** Processor seconds of the page's main thread for each frame, less what a frame costs in which nothing happens. */
async function frameTimes(browser, path, charts) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 760 } });
  await page.addScriptTag({ path });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const cost = async (epochs) => {
    const before = await worked(session);
    await page.evaluate(show, { epochs, charts });
    const after = await worked(session);
    return { script: after.script - before.script, whole: after.whole - before.whole };
  };
  // As a run grows, until the compiler is done.
  for (let step = 0; step < 40; step++) await page.evaluate(show, { epochs: EPOCHS / 40, charts });
  const found = [];
  for (let frame = 0; frame < FRAMES; frame++) {
    const [full, empty] = [await cost(BATCH), await cost(0)];
    found.push({ script: Math.max(0, full.script - empty.script), whole: Math.max(0, full.whole - empty.whole) });
  }
  await page.close();
  return found;
}

async function worked(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { script: value("ScriptDuration"), whole: value("TaskDuration") };
}

/** Resolves when a frame, in which that many epochs have come, has been painted. Runs in the page. */
function show({ epochs, charts }) {
  return new Promise((done, fail) =>
    requestAnimationFrame(() => {
      try {
        if (epochs > 0) window.chartBench.frame(epochs, charts);
        setTimeout(done);
      } catch (error) {
        fail(error);
      }
    }),
  );
}
