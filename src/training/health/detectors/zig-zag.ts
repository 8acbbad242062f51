// Inputs that are all of one sign make the gradients of all weights of a unit of one sign, too: they can only
// rise or fall together, so the way down is a zigzag. A copy shows whether the steps really go to and fro.

import { takeRows } from "../../evaluation/features.ts";
import { message } from "../../../model/message.ts";
import type { Detector, Trial } from "../detector.ts";
import { fix } from "../../../model/fix.ts";
import type { Fix } from "../../../model/problem.ts";
import type { Lab } from "../lab.ts";
import { scalingFix } from "../remedies.ts";
import type { Subject } from "../subject.ts";

/** Rows that are asked for the sign of their inputs. */
const ROWS = 2000;
/** Batches on which a copy steps, to see whether the next step would go back. */
const BATCHES = 12;
/** Share of these steps that go back, and of the units whose gradients have one sign. */
const BACK = 0.75;
const ONE_SIGN = 0.75;
/** Epochs before which it is not tried, and those at which it is. */
const TRIES = [2, 5, 10];
/** The loss is this share of the first epoch's or more: whoever learns well need not care. */
const LOW = 0.2;
/** Scaling makes the steepest way flatter by this factor or more. */
const STEEPER = 3;
/** So far from 0 beside their deviation, features make a ravine for every rate. */
const FAR = 5;

export const zigZag: Detector = {
  code: "zig-zag",
  watch: (subject) => {
    const { optimizer } = subject.experiment.training;
    const [first] = subject.linears;
    // Others scale each weight's steps by themselves, and layers before the Linear may center.
    if (optimizer.type !== "SGD" || first !== 0) return undefined;
    const inputs = signOfInputs(subject);
    if (inputs === undefined || inputs.steeper < STEEPER) return undefined;
    let tries = 0;
    return {
      epoch: ({ epoch, trainLoss }) => {
        if (tries >= TRIES.length || epoch < TRIES[tries]!) return undefined;
        tries += 1;
        if (inputs.distance < FAR && trainLoss < LOW * subject.course.first) return undefined;
        return (lab) => decide(lab, subject, inputs);
      },
    };
  },
};

interface OneSign {
  readonly sign: 1 | -1;
  /** How many deviations their means are from 0: of all inputs the one in the middle. */
  readonly distance: number;
  /** How much steeper the steepest way is, about, than it would be if the means were 0. */
  readonly steeper: number;
}

/** Undefined if an input has both signs, or there is only one. */
function signOfInputs({ prepared }: Subject): OneSign | undefined {
  const { encoded, split } = prepared;
  const width = encoded.inputNames.length;
  if (width < 2) return undefined;
  const { inputs, rows } = takeRows(encoded.inputs, width, split.train.subarray(0, ROWS));
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  let [isAbove, isBelow] = [true, true];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const value = inputs[row * width + column]!;
      isAbove &&= value >= 0;
      isBelow &&= value <= 0;
      sums[column]! += value;
      squares[column]! += value * value;
    }
    if (!isAbove && !isBelow) return undefined;
  }
  const variances = Array.from(sums, (sum, column) => Math.max(0, squares[column]! / rows - (sum / rows) ** 2));
  const distances = variances
    .map((variance, column) => (variance === 0 ? 0 : Math.abs(sums[column]!) / rows / Math.sqrt(variance)))
    .toSorted((one, other) => one - other);
  const size = squares.reduce((sum, square) => sum + square, 0) / rows;
  return { sign: isAbove ? 1 : -1, distance: distances[width >> 1]!, steeper: (1 + size) / (1 + Math.max(...variances)) };
}

function* decide(lab: Lab, subject: Subject, { sign, distance }: OneSign): Trial {
  const swings = yield* lab.swings(BATCHES);
  if (swings === undefined) return [];
  const { tried, back, coherent } = swings;
  const goesBack = back >= BACK * tried && coherent >= ONE_SIGN * tried;
  if (tried === 0 || !(goesBack || (distance >= FAR && coherent >= ONE_SIGN * tried))) return [];
  const sentence =
    sign === 1
      ? message(
          "All inputs of Linear 1 are positive, so the gradients of all weights of a unit have the same sign: they can only rise or fall together, and the way down is a zigzag. Scale the features to mean 0.",
        )
      : message(
          "All inputs of Linear 1 are negative, so the gradients of all weights of a unit have the same sign: they can only rise or fall together, and the way down is a zigzag. Scale the features to mean 0.",
        );
  return [{ layer: 0, message: sentence, path: ["layers", 0], fixes: centerFixes(subject) }];
}

function centerFixes(subject: Subject): Fix[] {
  const scaled = scalingFix(subject);
  const { normalize } = subject.experiment.data;
  if (scaled.length > 0 || normalize !== "minmax") return scaled;
  return [
    fix(message("Scale every number feature to mean 0 and deviation 1"), { op: "set", path: ["data", "normalize"], value: "standard" }),
  ];
}
