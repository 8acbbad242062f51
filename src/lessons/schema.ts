// The schema of lesson.json, in one definition: its validation, and the JSON schema that editors complete
// with (`dist/lesson.schema.json`).

import * as z from "zod";
import "../model/jitless.ts";
import type { JsonValue } from "../model/json.ts";
import { exportNames, metricNames, panelNames, stopNames } from "./lesson.ts";
import type { Action, Check, Lesson, NumberPattern, Pattern, Tolerance } from "./lesson.ts";
import { conditionNames, isConditions } from "./pattern.ts";
import { targetOf } from "./targets.ts";

const MOST_STEPS = 50;
const MOST_ITEMS = 100;
const MOST_TEXT = 200;
/** The latest optimizer step that a lesson asks for: the engine trains up to it. */
const MOST_STEP = 10_000;

const short = z.string().min(1).max(MOST_TEXT);
const id = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
/** A file in the lesson's own folder: a name, and no way to anywhere else. */
const fileName = z
  .string()
  .max(100)
  .regex(/^[^\s.\\/:*?"<>|][^\\/:*?"<>|]*$/)
  .refine((name) => !/\p{Cc}/u.test(name));
const documentName = fileName.regex(/\.perceptron$/);
/** One gradient: a parameter as in a `state_dict`, and which number of it. */
const gradientName = z.string().regex(/^\d{1,4}\.(weight|bias)(\[\d{1,5}\]){1,2}$/);
const index = z.int().min(0).max(10_000);
const step = z
  .int()
  .min(1)
  .max(MOST_STEP)
  .optional()
  .describe("The optimizer step of a run from its beginning, counted from 1; the first if left out.");

const pattern = z
  .unknown()
  .superRefine((value, context) => {
    const wrong = wrongCondition(value as Pattern);
    if (wrong !== undefined) context.addIssue({ code: "custom", message: wrong });
  })
  .describe(
    'What the value has to be: a value, an object with some of its fields, or conditions as { "$atLeast": 1 }.',
  ) as unknown as z.ZodType<Pattern>;

/** The first `$` name that is none. */
function wrongCondition(value: Pattern | undefined): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!Array.isArray(value) && isConditions(value)) {
    const unknown = Object.keys(value).find((name) => !conditionNames.includes(name));
    if (unknown !== undefined) return unknown;
  }
  return Object.values(value)
    .map((inner: Pattern) => wrongCondition(inner))
    .find((wrong) => wrong !== undefined);
}

const tolerance = z.union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?%$/)]) as unknown as z.ZodType<Tolerance>;
const number = z.number();
const conditions = {
  $atLeast: number.optional(),
  $atMost: number.optional(),
  $above: number.optional(),
  $below: number.optional(),
  $near: number.optional(),
  $within: tolerance.optional().describe('How far from the wanted number at most: a number, or a share of it as "10%".'),
} satisfies Record<keyof NumberPattern, z.ZodType>;

const check: z.ZodType<Check> = z.lazy(() => z.union(Object.values(checks) as unknown as [z.ZodType<Check>]));
const checkList = z.array(check).min(1).max(MOST_ITEMS);

/** By the key that tells them apart. */
const checks = {
  document: z.strictObject({ document: pattern }).describe("The document, with its defaults, matches."),
  problem: z.strictObject({ problem: short }).describe("The document has a problem of this code."),
  run: z.strictObject({ run: pattern }).describe("The last run: state, epoch, epochs, batch, stopped, isEdited, lr."),
  metric: z
    .strictObject({ metric: z.enum(metricNames), at: z.enum(["last", "best"]).optional(), ...conditions })
    .describe("A value of the last run's last or best epoch."),
  health: z.strictObject({ health: short, layer: pattern.optional() }).describe("The last run has this finding."),
  tensor: z.strictObject({ tensor: short, step, ...conditions }).describe("What an expression gives on a step of a run of the document."),
  runs: z.strictObject({ runs: pattern, where: check.optional() }).describe("How many runs of the document are kept."),
  sweep: z.strictObject({ sweep: pattern }).describe("The sweep: state, kind, isOutdated, seeds, trials."),
  panel: z
    .strictObject({
      panel: z.enum(panelNames),
      page: pattern.optional(),
      stop: pattern.optional(),
      layer: pattern.optional(),
      checked: pattern.optional().describe("In Inside the gradient that was checked last, as 0.weight[1][0]."),
    })
    .describe("The tab that is open in the builder."),
  file: z.strictObject({ file: fileName, contains: short.optional() }).describe("The file lies beside the document, with this text in it."),
  answer: z
    .strictObject({ answer: id, is: z.int().min(1).optional(), near: short.optional(), step, ...conditions })
    .describe("What was typed or chosen on the page."),
  figure: z.strictObject({ figure: id, ...conditions }).describe("What a live figure of the text reports."),
  all: z.strictObject({ all: checkList }),
  any: z.strictObject({ any: checkList }),
  not: z.strictObject({ not: check }),
};

const json = z.unknown() as unknown as z.ZodType<JsonValue>;
const given = z.union([number, z.strictObject({ tensor: short, step })]);
const yes = z.literal(true);
const pauseAt = z.strictObject({ epoch: index, batch: index });

const actions = {
  document: z.strictObject({ document: json }).describe("A JSON merge patch of the document: lists are replaced whole, null removes."),
  train: z.strictObject({ train: z.union([yes, z.strictObject({ pauseAt: pauseAt.optional() })]) }).describe("Trains, and waits."),
  advance: z.strictObject({ advance: z.enum(["batch", "epoch"]) }).describe("Goes on for a batch or an epoch of a paused run."),
  resume: z.strictObject({ resume: yes }).describe("Goes on, and waits for the end."),
  stop: z.strictObject({ stop: yes }),
  panel: z
    .strictObject({
      panel: z.enum(panelNames),
      page: short.optional(),
      stop: z.enum(stopNames).optional(),
      layer: index.optional(),
      checked: gradientName.optional().describe("In Inside a gradient to check, as 0.weight[1][0]."),
    })
    .describe("Opens a tab of the builder."),
  answer: z.strictObject({ answer: z.record(id, given) }).describe("Fills in inputs of the page."),
  figure: z.strictObject({ figure: z.record(id, number) }).describe("Sets what live figures report."),
  seeds: z.strictObject({ seeds: z.int().min(2).max(50) }).describe("Trains the document with so many seeds, and waits."),
  export: z.strictObject({ export: z.enum(exportNames) }).describe("Writes the code beside the document."),
};
const action = z.union(Object.values(actions) as unknown as [z.ZodType<Action>]);
const actionList = z.array(action).max(MOST_ITEMS);

const ask = z.discriminatedUnion("kind", [
  z.strictObject({ id, kind: z.literal("number") }),
  z.strictObject({
    id,
    kind: z.literal("choice"),
    options: z.int().min(2).max(10).describe("How many there are; their words are in the text."),
  }),
]);

const hint = z.strictObject({
  id,
  when: check.describe("The wrong try that it is for."),
  try: actionList.default([]).describe("Actions that make the wrong try; the lesson's test does them."),
});

const target = z
  .string()
  .refine((text) => targetOf(text) !== undefined)
  .describe("What of the builder is outlined: layer-palette, palette:TYPE, card:N, setting:NAME, tab:NAME, …");

export const lessonSchema: z.ZodType<Lesson> = z.strictObject({
  minutes: z.int().min(1).max(120).describe("How long it takes."),
  document: documentName.describe("The document of the steps that name no other, in this folder."),
  files: z.array(fileName).max(20).default([]).describe("What lies beside it: CSVs, in this folder."),
  steps: z
    .array(
      z.strictObject({
        id: id.describe("The id of its section in the text: ## Title {#id}."),
        document: documentName.optional().describe("The document of this step, if it is another."),
        where: target.optional(),
        ask: z.array(ask).max(10).default([]).describe("Inputs on the page."),
        check: check.optional().describe("What has to hold for the step to be done."),
        do: actionList.default([]).describe('What "Do it for me" does; the check holds afterwards.'),
        hints: z.array(hint).max(20).default([]).describe("Of those that fit, the first is shown."),
      }),
    )
    .min(1)
    .max(MOST_STEPS),
});

/** The kinds of checks and actions, each by its key, where the schema has the choice between them. */
export const kindsOf = { check: Object.keys(checks), action: Object.keys(actions) } as const;

/** The JSON schema (draft 7) of lesson.json. */
export function lessonJsonSchema(): unknown {
  return z.toJSONSchema(lessonSchema, { target: "draft-7", io: "input" });
}
