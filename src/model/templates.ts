// Networks to start from, by name: one record each, whose layers and training settings follow from what is to
// be predicted. A template is put into a document as one edit; the data, the seed and the split stay as they
// are.

import type { ColumnFacts, DataFacts } from "./columns.ts";
import type { JsonValue } from "./json.ts";
import type { Edit, JsonLayer } from "./edit.ts";
import { set, unset } from "./fix.ts";
import type { Layer } from "./layers.ts";
import { message, type Message } from "./message.ts";
import type { ExperimentInput } from "./schema.ts";
import { type Network, starterNetwork } from "./starter.ts";
import { scaleLayer } from "./target-scale.ts";

/** What is to be predicted. */
export interface TargetFacts {
  readonly kind: ColumnFacts["kind"];
  /** Different values of the target: as many classes, if it is one. */
  readonly distinct: number;
  /** The first of its values as the CSV writes them. */
  readonly values: readonly string[];
  /** Target columns. */
  readonly columns: number;
  /** Values per row that go into the network, and rows of the table. */
  readonly inputs?: number;
  readonly rows?: number;
  readonly name?: string;
  /** Of one number: its values as a whole. */
  readonly profile?: NonNullable<ColumnFacts["profile"]>;
}

export interface Template {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly name: Message;
  /** What it is for and what it shows. */
  readonly about: Message;
  /** Whether it can learn such a target at all. */
  readonly fits: (target: TargetFacts) => boolean;
  readonly network: (target: TargetFacts) => Network;
}

/** Two classes, while no data says otherwise. */
const unknownTarget: TargetFacts = { kind: "boolean", distinct: 2, values: [], columns: 1 };

/** What is known of the target. */
export function targetFacts(data: (DataFacts & { readonly columns: readonly ColumnFacts[] }) | undefined): TargetFacts {
  const column = data?.columns.find(({ name }) => name === data.targets[0]);
  if (data === undefined || column === undefined) return unknownTarget;
  // The classes are those of the rows that are left.
  const { name, kind, values, profile = {} } = column;
  const columns = data.targets.length;
  const size = { inputs: data.inputs.length, ...(column.rows === undefined ? {} : { rows: column.rows }) };
  // Numbers that are learnt as classes stay classes.
  if (data.classes !== undefined)
    return { kind: kind === "number" ? "category" : kind, distinct: data.classes.length, values, columns, ...size };
  return { name, kind, distinct: column.distinct, values, columns, profile, ...size };
}

const isTwoClasses = ({ distinct, columns }: TargetFacts): boolean => distinct === 2 && columns === 1;
const isClasses = ({ kind, distinct, columns }: TargetFacts): boolean =>
  columns === 1 && distinct >= 2 && (kind !== "number" || distinct <= 100);
const isNumber = ({ kind }: TargetFacts): boolean => kind !== "category";
const isAnything = (target: TargetFacts): boolean => isNumber(target) || isClasses(target);

const linear = (units: number): Layer => ({ type: "Linear", out_features: units });

/**
 * The last layers and the loss for a target: one output for two classes, one per class, or one per number, in
 * the number's size.
 */
function output(target: TargetFacts): { readonly layers: readonly Layer[]; readonly loss: ExperimentInput["training"]["loss"] } {
  if (isTwoClasses(target)) return { layers: [linear(1)], loss: { type: "BCEWithLogitsLoss" } };
  if (target.kind === "category") return { layers: [linear(target.distinct)], loss: { type: "CrossEntropyLoss" } };
  return { layers: numberOutput(target), loss: { type: "MSELoss" } };
}

/** One output per number; of a single one that is far from 1 in size, the layer that brings it there. */
function numberOutput({ columns, profile }: TargetFacts): readonly Layer[] {
  const scale = columns === 1 && profile?.numbers ? scaleLayer(profile.numbers) : undefined;
  return [linear(columns), ...(scale ? [scale] : [])];
}

/** Hidden layers, then the output that the target wants, trained with Adam. */
function hidden(target: TargetFacts, layers: readonly Layer[], lr: number): Network {
  const { layers: last, loss } = output(target);
  return { layers: [...layers, ...last], training: { loss, optimizer: { type: "Adam", lr }, epochs: 100, batch_size: 32 } };
}

const sgd = (lr: number): Network["training"]["optimizer"] => ({ type: "SGD", lr });

export const templates: readonly Template[] = [
  {
    id: "starter",
    name: message("Start from my CSV"),
    about: message("One hidden layer of 16 units and the output for your target: what a new network for this CSV begins with."),
    fits: isAnything,
    network: (target) => starterNetwork(target, target),
  },
  {
    id: "perceptron",
    name: message("Perceptron"),
    about: message("One unit with a sigmoid: it divides the rows into two classes by a straight line."),
    fits: isTwoClasses,
    network: () => ({
      layers: [linear(1), { type: "Sigmoid" }],
      training: { loss: { type: "BCELoss" }, optimizer: sgd(0.1), epochs: 100, batch_size: 32 },
    }),
  },
  {
    id: "logistic-regression",
    name: message("Logistic regression"),
    about: message("The perceptron of statistics: the sigmoid is part of the loss, so nothing can overflow."),
    fits: isTwoClasses,
    network: () => ({
      layers: [linear(1)],
      training: { loss: { type: "BCEWithLogitsLoss" }, optimizer: sgd(0.1), epochs: 100, batch_size: 32 },
    }),
  },
  {
    id: "softmax-regression",
    name: message("Softmax regression"),
    about: message("One Linear with an output per class: logistic regression for more than two classes."),
    fits: isClasses,
    network: ({ distinct }) => ({
      layers: [linear(distinct)],
      training: { loss: { type: "CrossEntropyLoss" }, optimizer: sgd(0.1), epochs: 100, batch_size: 32 },
    }),
  },
  {
    id: "small-mlp",
    name: message("Small network"),
    about: message("Two hidden layers with ReLU: enough for most tables."),
    fits: isAnything,
    network: (target) => hidden(target, [linear(32), { type: "ReLU" }, linear(16), { type: "ReLU" }], 0.01),
  },
  {
    id: "deep-mlp",
    name: message("Deep network"),
    about: message(
      "Four hidden layers of 64 units with ReLU and the first weights made for it (kaiming_normal), for tables with many rows.",
    ),
    fits: isAnything,
    network: (target) => {
      const block: readonly Layer[] = [{ type: "Linear", out_features: 64, init: "kaiming_normal" }, { type: "ReLU" }];
      return hidden(target, [...block, ...block, ...block, ...block], 0.001);
    },
  },
  {
    id: "regression",
    name: message("Regression"),
    about: message("Two hidden layers and an output without an activation, for numbers of any size. Normalize the features."),
    fits: isNumber,
    network: (target) => ({
      layers: [linear(32), { type: "ReLU" }, linear(32), { type: "ReLU" }, ...numberOutput(target)],
      training: { loss: { type: "MSELoss" }, optimizer: { type: "Adam", lr: 0.01 }, epochs: 100, batch_size: 32 },
    }),
  },
  {
    id: "self-normalizing",
    name: message("Self-normalizing network"),
    // lecun_normal has deviation √(1 / fan_in); xavier_normal has √(2 / (fan_in + fan_out)), the same if
    // both are equal.
    about: message(
      "SELU and AlphaDropout keep every layer at mean 0 and deviation 1. The first weights are drawn by xavier_normal, which for equal widths is the lecun_normal that SELU needs. Normalize the features.",
    ),
    fits: isAnything,
    network: (target) => {
      const block: readonly Layer[] = [
        { type: "Linear", out_features: 32, init: "xavier_normal" },
        { type: "SELU" },
        { type: "AlphaDropout", p: 0.05 },
      ];
      return hidden(target, [...block, ...block, ...block], 0.003);
    },
  },
  {
    id: "xor-one-layer",
    name: message("XOR: one layer cannot learn it"),
    about: message(
      "No straight line divides exclusive or, so this perceptron stays at a loss of 0.69 however long it trains. Use it on xor.csv.",
    ),
    fits: isTwoClasses,
    network: () => ({
      layers: [linear(1), { type: "Sigmoid" }],
      training: { loss: { type: "BCELoss" }, optimizer: { type: "Adam", lr: 0.05 }, epochs: 50, batch_size: 32 },
    }),
  },
  {
    id: "xor-two-layers",
    name: message("XOR: two layers can learn it"),
    about: message("A hidden layer of four units is enough to learn exclusive or. Compare it with the template of one layer."),
    fits: isTwoClasses,
    network: () => ({
      layers: [linear(4), { type: "Tanh" }, linear(1), { type: "Sigmoid" }],
      training: { loss: { type: "BCELoss" }, optimizer: { type: "Adam", lr: 0.05 }, epochs: 50, batch_size: 32 },
    }),
  },
];

/**
 * Puts a template into a document, as one step of undo.
 * @param count layers that the document has
 */
export function templateEdit(template: Template, target: TargetFacts, count: number): Edit {
  const { layers, training } = template.network(target);
  return {
    op: "all",
    edits: [
      // The new ones first, so that they are written as the old ones were.
      ...layers.map((layer, at): Edit => ({ op: "insert", at, layer: layer as JsonLayer })),
      ...Array.from({ length: count }, (): Edit => ({ op: "remove", at: layers.length })),
      ...Object.entries(training).map(([name, value]) => set(["training", name], value as JsonValue)),
      // A schedule and a limit belong to the optimizer they were made for.
      unset(["training", "scheduler"]),
      unset(["training", "clip_grad_norm"]),
    ],
  };
}

/** The layers in a line, what repeats only once: "4 × (Linear 64 → ReLU) → Linear 1". */
export function layersInWords(layers: readonly Layer[]): string {
  const words = layers.map((layer) => ("out_features" in layer ? `${layer.type} ${layer.out_features}` : layer.type));
  const parts: string[] = [];
  for (let at = 0; at < words.length;) {
    const { size, times } = repetition(words, at);
    const block = words.slice(at, at + size).join(" → ");
    parts.push(times === 1 ? block : `${times} × ${size === 1 ? block : `(${block})`}`);
    at += size * times;
  }
  return parts.join(" → ");
}

/** The block that begins at `at` and covers most by following itself; one word if none does. */
function repetition(words: readonly string[], at: number): { readonly size: number; readonly times: number } {
  let best = { size: 1, times: 1 };
  for (let size = 1; at + 2 * size <= words.length; size++) {
    let times = 1;
    while (words.slice(at, at + size).every((word, index) => word === words[at + times * size + index])) times++;
    if (times > 1 && size * times > best.size * best.times) best = { size, times };
  }
  return best;
}

/**
 * Whether these layers are just what one of the templates makes for the target: then nothing is lost with
 * them.
 */
export function isTemplate(layers: readonly JsonLayer[], target: TargetFacts): boolean {
  const text = JSON.stringify(layers);
  return templates.some((template) => JSON.stringify(template.network(target).layers) === text);
}
