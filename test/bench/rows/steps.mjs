// The rows of training steps: our engine under each Node, PyTorch and TensorFlow.js, in turns, each in a
// process that lives through all rounds.

import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { Contender } from "../lib/contender.mjs";
import { pytorchSettings, threadCounts, threadEnvironment } from "../lib/places.mjs";
import { duration, median, medianRatio, times } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

/** Milliseconds that each has in a round. */
const SLICE = 300;
/** A step of TensorFlow.js takes up to two seconds. */
const TFJS_ROUNDS = 3;

/**
 * The rows of one network, one per Node.
 * @param tfjs the folder of TensorFlow.js, if it is installed
 * @param note called with what is to be said below the table
 */
export async function measureSteps(work, { bundle, nodes, python, tfjs, rounds, note, record }) {
  const contenders = open(work, { bundle, nodes, python, tfjs });
  try {
    await prepare(work, contenders, note);
    for (let round = 0; round < rounds; round++) {
      // There and back again, so that nobody always comes after the same one.
      for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
        if (contender.failed || (contender.side === "tfjs" && contender.seconds.length >= TFJS_ROUNDS)) continue;
        contender.seconds.push((await contender.process.ask({ milliseconds: SLICE })).seconds);
      }
    }
  } finally {
    await Promise.all(contenders.map(({ process }) => process.close()));
  }
  for (const { side, node, setting, seconds } of contenders) record({ work: work.name, side, node: node?.version, setting, seconds });
  return nodes.map((node) => rowOf(work, node, contenders));
}

function open(work, { bundle, nodes, python, tfjs }) {
  const contenders = [];
  const add = (contender) => contenders.push({ seconds: [], failed: false, question: { work }, ...contender });
  for (const node of nodes) {
    for (const threads of [1, ...threadCounts()]) {
      const process = new Contender(node.path, [bundle]);
      add({ side: "ours", node, threads, setting: String(threads), process, question: { work, threads } });
    }
  }
  if (python) {
    const script = join(root, "test/bench/pytorch.py");
    for (const setting of pytorchSettings()) {
      const process = new Contender(python.path, [script], threadEnvironment(setting));
      add({ side: "theirs", setting: setting.name, threads: setting === pytorchSettings()[0] ? 1 : undefined, process });
    }
  }
  if (tfjs) add({ side: "tfjs", setting: "1", process: new Contender(nodes[0].path, [join(root, "test/bench/tfjs.mjs"), tfjs]) });
  return contenders;
}

/** One after the other, so that nobody's start disturbs what is measured. */
async function prepare(work, contenders, note) {
  for (const contender of contenders) {
    try {
      await contender.process.ask(contender.question);
    } catch (error) {
      contender.failed = true;
      const names = { ours: `Our engine under Node ${contender.node?.version}`, theirs: "PyTorch", tfjs: "TensorFlow.js" };
      note(`${work.name}: ${names[contender.side]} (${contender.setting}) was not measured. ${shortened(error.message)}`);
    }
  }
}

function shortened(text) {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 200 ? `${line.slice(0, 200)} …` : line;
}

function rowOf({ name, about, goal }, node, contenders) {
  const measured = contenders.filter(({ failed, seconds }) => !failed && seconds.length > 0);
  const ours = measured.filter((contender) => contender.side === "ours" && contender.node === node);
  const theirs = measured.filter(({ side }) => side === "theirs");
  const [own, other, ownBest, otherBest] = [oneThread(ours), oneThread(theirs), fastest(ours), fastest(theirs)];
  const tfjs = measured.find(({ side }) => side === "tfjs");
  const row = {
    work: `${name}: ${about}`,
    node: nameOf(node),
    ours: own && duration(median(own.seconds)),
    theirs: other && duration(median(other.seconds)),
    oursBest: ownBest && described(ownBest),
    theirsBest: otherBest && described(otherBest),
    tfjs: tfjs && duration(median(tfjs.seconds)),
  };
  if (own === undefined) return row;
  if (tfjs !== undefined) row.ratioTfjs = times(medianRatio(tfjs.seconds, own.seconds));
  if (other === undefined) return row;
  const [one, best] = [medianRatio(other.seconds, own.seconds), medianRatio(otherBest.seconds, ownBest.seconds)];
  return { ...row, ratio: times(one), ratioBest: times(best), ...(node.isMarked ? {} : goalsOf(goal, one, best)) };
}

function goalsOf(goal, one, best) {
  return { goal: wish(goal.one), met: isMet(one, goal.one), goalBest: wish(goal.best), metBest: isMet(best, goal.best) };
}

function wish(value) {
  return value === undefined ? undefined : `≥ ${value}×`;
}

function oneThread(list) {
  return list.find(({ setting }) => setting === "1");
}

function fastest(list) {
  return list.toSorted((a, b) => median(a.seconds) - median(b.seconds))[0];
}

function described({ seconds, setting }) {
  return `${duration(median(seconds))} (${setting})`;
}
