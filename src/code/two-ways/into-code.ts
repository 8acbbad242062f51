// What changed in a document, into the Python file that is bound to it: only the arguments and lines
// concerned change, step by step, and each step is kept only if the file, read again, is nearer to the
// document. What no step can say is a conflict, and then nothing is changed.

import { message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { applyTextEdits, composeTextEdits, type TextEdit } from "../../model/text-edits.ts";
import { problemAt } from "../reading/layers.ts";
import { align, differing, distanceOf, type Sides } from "./compare.ts";
import { nameOf, type RenamedLayer, renamedLayers, renamings } from "./layer-names.ts";
import { type CodeSide, codeSide, documentSide } from "./sides.ts";
import { firstDifference, layerSteps } from "./steps.ts";
import { trainingSteps } from "./training-steps.ts";

export type IntoCode =
  /** Ascending and not overlapping; none if the file says it already. */
  | { readonly kind: "edits"; readonly edits: readonly TextEdit[] }
  /** Why it cannot be said in place, with the file's line. */
  | { readonly kind: "conflict"; readonly problem: Problem };

/** Ways that are tried at most, each of which reads the file; a larger change is one to look at. */
const MOST_TRIED = 600;

/**
 * The edits of a Python file after which it says what the document does.
 * @param inputs values per row of the data; undefined if they are not known
 * @param before the document when both said the same: a name that changed since goes into the code
 */
export function mergeIntoCode(code: string, document: Experiment, inputs: number | undefined, before?: Experiment): IntoCode {
  const wanted = documentSide(document, inputs);
  const read = codeSide(code, inputs);
  if (read.side === undefined) return { kind: "conflict", problem: read.problems.find(({ severity }) => severity === "error") ?? unread() };
  let [text, side, edits] = [code, read.side, [] as TextEdit[]];
  const tries = { left: MOST_TRIED };
  for (;;) {
    const distance = distanceOf(side, wanted);
    if (distance === 0) break;
    const nearer = nextStep(text, side, wanted, inputs, distance, tries);
    if (nearer === undefined) return { kind: "conflict", problem: notInPlace(side, wanted) };
    edits = composeTextEdits(code.length, edits, nearer.edits);
    ({ text, side } = nearer);
  }
  for (const renamed of before === undefined ? [] : renamedLayers(documentSide(before, inputs).layers, wanted.layers)) {
    const step = namingStep(text, side, wanted, inputs, renamed);
    if (step === undefined) continue;
    edits = composeTextEdits(code.length, edits, step.edits);
    ({ text, side } = step);
  }
  return { kind: "edits", edits };
}

interface Step {
  readonly text: string;
  readonly side: CodeSide;
  readonly edits: readonly TextEdit[];
}

/** The first step that brings the file nearer; undefined if there is none, or too many were tried. */
function nextStep(
  text: string,
  side: CodeSide,
  wanted: Sides,
  inputs: number | undefined,
  distance: number,
  tries: { left: number },
): Step | undefined {
  for (const edits of steps(side, wanted)) {
    if (--tries.left < 0) return undefined;
    const changed = applyTextEdits(text, edits);
    const read = codeSide(changed, inputs);
    if (read.side !== undefined && distanceOf(read.side, wanted) < distance) return { text: changed, side: read.side, edits };
  }
  return undefined;
}

/** The step by which a layer of the file gets a name and nothing else changes; undefined if there is none. */
function namingStep(
  text: string,
  side: CodeSide,
  wanted: Sides,
  inputs: number | undefined,
  { layer, name }: RenamedLayer,
): Step | undefined {
  const at = align(side.layers, wanted.layers).pairs.find(({ document }) => document === layer)?.code;
  if (at === undefined || nameOf(side.written[at]!) === name) return undefined;
  const names = side.written.map((other, index) => (index === at ? name : nameOf(other)));
  for (const edits of renamings(side, at, name)) {
    const changed = applyTextEdits(text, edits);
    const read = codeSide(changed, inputs).side;
    if (read !== undefined && distanceOf(read, wanted) === 0 && String(read.written.map(nameOf)) === String(names))
      return { text: changed, side: read, edits };
  }
  return undefined;
}

function* steps(side: CodeSide, wanted: Sides): Generator<readonly TextEdit[]> {
  yield* layerSteps(side, wanted.layers);
  yield* trainingSteps(side, wanted.training);
}

function notInPlace(side: CodeSide, { layers }: Sides): Problem {
  const { line, own, wanted } = firstDifference(side, layers);
  const isOfWeights = own !== undefined && wanted !== undefined && own.type === wanted.type && String(differing(own, wanted)) === "init";
  const sentence = isOfWeights
    ? message(
        "Line {0}: these first weights cannot be written into this code: the layer needs a line of its own there, and no loop may set those of several. Choose which one counts.",
        line,
      )
    : message(
        "Line {0}: the change in the builder cannot be written into this code, for example because a loop makes the layer. Choose which one counts.",
        line,
      );
  return problemAt(line, "warning", "not-in-place", sentence);
}

function unread(): Problem {
  return problemAt(1, "error", "no-layers", message("The network in the code cannot be read."));
}
