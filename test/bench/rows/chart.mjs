// The loss chart in Chromium at 10,000 epochs and six lines, on two charts: what a frame in which epochs have come costs the page's main thread. Its script
// has the goal; what a Chromium without a GPU besides takes to paint the canvas is in the second number.

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
  const frames = [];
  try {
    for (let round = 0; round < rounds; round++) frames.push(...(await frameTimes(browser, outfile)));
  } finally {
    await browser.close();
  }
  const scripts = frames.map(({ script }) => script);
  return [
    row("script of a frame, median", median(scripts), GOAL),
    row("script of a frame, 95 %", percentile(scripts, 0.95), GOAL),
    row("frame painted without a GPU, median", median(frames.map(({ whole }) => whole)), undefined),
  ];
}

function row(what, seconds, goal) {
  return {
    work: `chart: 10,000 epochs × 6 lines, ${what}`,
    ours: duration(seconds),
    ...(goal === undefined ? {} : { goal: `< ${duration(goal)}`, met: judge(-seconds, -goal) }),
  };
}

/** Processor seconds of the page's main thread for each frame, less what a frame costs in which nothing happens. */
async function frameTimes(browser, path) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 760 } });
  await page.addScriptTag({ path });
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
  return found;
}

async function worked(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return { script: value("ScriptDuration"), whole: value("TaskDuration") };
}

/** Resolves when a frame, in which that many epochs have come, has been painted. Runs in the page. */
function show(epochs) {
  return new Promise((done) =>
    requestAnimationFrame(() => {
      if (epochs > 0) window.chartBench.frame(epochs);
      setTimeout(done);
    }),
  );
}
