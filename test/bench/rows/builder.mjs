// The builder in Chromium, on the dev page that stands for VS Code's webview: from the page's start to its
// first paint, the work of an edit of 200 layers, and the frames of a drag over them.

import { openDevPage } from "../lib/dev-page.mjs";
import { duration, median, percentile } from "../lib/statistics.mjs";
import { isMet } from "../lib/table.mjs";

const FIRST_PAINT = 0.3;
const EDIT = 0.03;
/** A frame of a 60 Hz screen, with the tick of the clock. */
const FRAME = 0.0175;
const LAYERS = 200;

export async function measureBuilder({ rounds, note }) {
  const opened = await openDevPage();
  if (opened === undefined) {
    note("The builder was not measured: no Chromium. Install one, or name it in PERCEPTRON_CHROMIUM.");
    return [];
  }
  const { page, address, close } = opened;
  const paints = { "6 layers": [], [`${LAYERS} layers`]: [] };
  const edits = { parameter: [], insert: [], move: [], undo: [] };
  const frames = [];
  try {
    for (let round = 0; round < rounds; round++) {
      paints["6 layers"].push(await firstPaint(page, `${address}binary`));
      paints[`${LAYERS} layers`].push(await firstPaint(page, `${address}long`));
      for (const [kind, times] of Object.entries(await editTimes(page))) edits[kind].push(...times);
      frames.push(...(await dragFrames(page)));
    }
  } finally {
    await close();
  }
  return [
    ...Object.entries(paints).map(([what, times]) => row(`first paint, ${what}`, median(times), FIRST_PAINT)),
    ...Object.entries(edits).flatMap(([what, times]) => [
      row(`${LAYERS} layers, work of an edit (${what}), median`, median(times), EDIT),
      row(`${LAYERS} layers, work of an edit (${what}), worst`, Math.max(...times), EDIT),
    ]),
    row(`${LAYERS} layers, frame of a drag, median`, median(frames), FRAME),
    row(`${LAYERS} layers, frame of a drag, 95 %`, percentile(frames, 0.95), FRAME),
    row(`${LAYERS} layers, frame of a drag, worst`, Math.max(...frames), undefined),
  ];
}

function row(work, seconds, goal) {
  return {
    work: `builder: ${work}`,
    ours: duration(seconds),
    ...(goal === undefined ? {} : { goal: `< ${duration(goal)}`, met: isMet(-seconds, -goal) }),
  };
}

/** Seconds from the page's start until the pipeline has been painted. */
async function firstPaint(page, address) {
  await page.goto(address);
  await page.locator(".card").first().waitFor();
  // A card may stand in the page before the frame that paints it has been reported.
  return page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntriesByName("first-contentful-paint")[0];
          if (paint !== undefined) done(paint.startTime / 1000);
        }).observe({ type: "paint", buffered: true });
      }),
  );
}

/**
 * Seconds that the page's main thread works for each edit: reading the document, drawing, layout and paint.
 * Other work on the machine does not count; the frame in which the edit is shown comes on top.
 */
async function editTimes(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value;
  };
  const time = async (change) => {
    await page.evaluate(painted);
    const start = await worked();
    await page.evaluate(
      (edit) => (edit === "undo" ? window.stage.undo() : window.stage.session.edit(window.stage.document.version, edit)),
      change,
    );
    await page.evaluate(painted);
    return (await worked()) - start;
  };
  const found = { parameter: [], insert: [], move: [], undo: [] };
  for (let turn = 0; turn < 4; turn++) {
    found.parameter.push(await time({ op: "set", path: ["layers", 20 * turn, "out_features"], value: 20 + turn }));
    found.insert.push(await time({ op: "insert", at: 100, layer: { type: "Tanh" } }));
    found.move.push(await time({ op: "move", from: 3, to: 190 - turn }));
    found.undo.push(await time("undo"));
  }
  await session.detach();
  return found;
}

/** Resolves when the frame after this moment has been painted. Runs in the page. */
function painted() {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

/** Seconds of each frame while a card is dragged up and down. */
async function dragFrames(page) {
  const box = await page.locator(".card").nth(2).boundingBox();
  const x = box.x + 20;
  await page.mouse.move(x, box.y + 16);
  await page.mouse.down();
  await page.mouse.move(x + 5, box.y + 24, { steps: 3 });
  await page.evaluate(() => {
    window.frameTimes = [];
    let last = performance.now();
    const tick = (now) => {
      window.frameTimes.push((now - last) / 1000);
      last = now;
      window.ticking = requestAnimationFrame(tick);
    };
    window.ticking = requestAnimationFrame(tick);
  });
  for (let turn = 0; turn < 3; turn++) {
    await page.mouse.move(x, 420, { steps: 30 });
    await page.mouse.move(x, 120, { steps: 30 });
  }
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.ticking);
    return window.frameTimes.slice(1);
  });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  return frames;
}
