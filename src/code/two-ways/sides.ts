// The two sides of a binding in the same terms: what a Python file says, with the places where it says it,
// and what a document says.

import type { JsonLayer } from "../../model/edit.ts";
import type { JsonValue } from "../../model/json.ts";
import { type Message, message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { trainingLoader } from "../importing/data.ts";
import { type CodeFacts, readFacts } from "../importing/facts.ts";
import { trainingCalls } from "../importing/training.ts";
import { isOfKeras } from "../reading/keras.ts";
import { problemAt } from "../reading/layers.ts";
import { type CallNode, type Outline, outlineOf } from "../reading/outline.ts";
import { layersOf } from "../reading/parse-layers.ts";
import { withoutPrompts } from "../reading/tokens.ts";
import type { Module, Observed } from "../reading/values.ts";
import { comparable, parametersOf, plain, type Sides, typed, withoutDefaults } from "./compare.ts";

/** Where the code says a layer. */
export interface LayerPlace {
  readonly module: Module;
  /** The opening bracket of the call that makes the row go through it, in a `forward`. */
  readonly use: number | undefined;
}

export interface CodeSide extends Sides {
  readonly outline: Outline;
  /** The layers as the file writes them, with their names there. */
  readonly written: readonly JsonLayer[];
  /** One for each layer. */
  readonly places: readonly LayerPlace[];
  /** By part of the training. */
  readonly calls: Readonly<Record<string, Observed | undefined>>;
  readonly facts: CodeFacts;
}

export type ReadSide = { readonly side: CodeSide } | { readonly side?: never; readonly problems: readonly Problem[] };

/**
 * What a Python file says.
 * @param inputs values per row of the data; undefined if they are not known
 */
export function codeSide(text: string, inputs: number | undefined): ReadSide {
  const { facts, problems } = readFacts(text);
  if (facts === undefined) return { problems: problems.sorted() };
  const modules = facts.script?.modules ?? [];
  const keras = modules.find(isOfKeras);
  if (keras !== undefined) return { problems: [problemAt(keras.line, "error", "keras", kerasSentence(keras.line))] };
  const places: Module[] = modules.flatMap((module) => layersOf([module], () => {}).map(() => module));
  // Text of a Python shell has its offsets elsewhere; what `print(model)` shows builds nothing.
  const isPlaced = facts.script !== undefined && withoutPrompts(text) === text && places.length === facts.layers.length;
  return {
    side: {
      layers: comparable(facts.layers, inputs),
      training: trainingOf(facts),
      outline: outlineOf(isPlaced ? text : ""),
      written: facts.layers,
      places: isPlaced ? withUses(places, facts) : [],
      calls: facts.script === undefined ? {} : callsOf(facts.script.seen, facts),
      facts,
    },
  };
}

/** The call that builds a layer; undefined if it is not in the file. */
export function callOf(side: CodeSide, layer: number): CallNode | undefined {
  const at = side.places[layer]?.module.at;
  return at === undefined ? undefined : side.outline.calls.get(at);
}

function kerasSentence(line: number): Message {
  return message("Line {0}: this is Keras. A document can be bound to PyTorch code only. Open this file as a document of its own.", line);
}

function withUses(modules: readonly Module[], { script }: CodeFacts): LayerPlace[] {
  const passed = new Map<Module, number>();
  return modules.map((module) => {
    const time = passed.get(module) ?? 0;
    passed.set(module, time + 1);
    return { module, use: script?.uses.get(module)?.[time] };
  });
}

function callsOf(seen: Parameters<typeof trainingCalls>[0], facts: CodeFacts): CodeSide["calls"] {
  const { loss, optimizer, scheduler, clip, seed } = trainingCalls(seen);
  const loader = facts.script && trainingLoader(facts.script);
  return { loss, optimizer, scheduler, clip_grad_norm: clip, seed, batch_size: loader, shuffle: loader, drop_last: loader };
}

/** The parts of the training that the file says. */
function trainingOf({ training, data, script }: CodeFacts): Record<string, JsonValue> {
  const hasLoader = script !== undefined && trainingLoader(script) !== undefined;
  const { batch, shuffle, drop_last: dropLast } = data;
  const said: Record<string, JsonValue | undefined> = {
    ...(training as Readonly<Record<string, JsonValue | undefined>>),
    batch_size: typeof batch === "number" ? batch : undefined,
    ...(hasLoader ? { shuffle, drop_last: dropLast } : {}),
  };
  const isTrained = said["optimizer"] !== undefined && (script?.seen.loops.length ?? 0) > 0;
  const absent = isTrained ? ["scheduler", "clip_grad_norm"].filter((part) => said[part] === undefined) : [];
  return { ...comparableTraining(said), ...Object.fromEntries(absent.map((part) => [part, null])) };
}

/** @param inputs values per row of the data; undefined if they are not known */
export function documentSide({ layers, training }: Experiment, inputs: number | undefined): Sides {
  return {
    layers: comparable(layers as readonly JsonLayer[], inputs),
    training: comparableTraining(training as unknown as Readonly<Record<string, JsonValue | undefined>>),
  };
}

function comparableTraining(said: Readonly<Record<string, JsonValue | undefined>>): Record<string, JsonValue> {
  const parts: Record<string, JsonValue> = {};
  for (const part of plain) if (said[part] !== undefined) parts[part] = said[part];
  for (const part of typed) {
    const own = said[part] as { readonly type: string; readonly [parameter: string]: JsonValue } | undefined;
    if (own !== undefined) parts[part] = withoutDefaults(own, parametersOf(part, own.type));
  }
  return parts;
}
