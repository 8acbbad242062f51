// A lesson as a whole, from its folder: what it does, its words in each language it has, and the documents
// and CSVs it begins with. Whoever wrote it, all of it has to fit together before any of it is shown.

import { parseDocument } from "../model/document.ts";
import { lessonIds } from "./catalogue.ts";
import { isLayerType } from "../model/layers.ts";
import { message } from "../model/message.ts";
import { firstError, type Problem } from "../model/problem.ts";
import type { Check, Lesson, Step } from "./lesson.ts";
import type { LessonText, StepText, TextPart } from "./lesson-text.ts";
import { leaves, LESSON, problem, readLesson } from "./read-lesson.ts";
import { readText } from "./read-text.ts";
import { targetOf } from "./targets.ts";

/** Bytes of a document or a CSV of a lesson. */
const MOST_BYTES = 5_000_000;

export interface LoadedLesson {
  readonly id: string;
  readonly lesson: Lesson;
  /** By language, a BCP 47 tag; at least one. */
  readonly texts: ReadonlyMap<string, LessonText>;
  /** What it begins with, by name: its documents and what lies beside them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface LessonLoading {
  /** Absent if it cannot be used. */
  readonly loaded?: LoadedLesson;
  readonly problems: readonly Problem[];
}

/** The folder of a lesson. */
export interface LessonFolder {
  /** The names of its files. */
  readonly names: () => Promise<readonly string[]>;
  /** The content of a file; undefined if there is none. */
  readonly read: (name: string) => Promise<Uint8Array | undefined>;
}

/** A lesson's text is named after its language, as in `en.md` or `pt-br.md`. */
const TEXT = /^([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\.md$/i;
/** Texts of a lesson that are read, of which a stranger's folder may have any number. */
const MOST_LANGUAGES = 50;

/** Reads a lesson. What is wrong with it stands in `problems`. */
export async function loadLesson(id: string, { names, read }: LessonFolder): Promise<LessonLoading> {
  const own = await read(LESSON);
  if (own === undefined) return { problems: [problem(message("There is no {0}.", LESSON))] };
  const { lesson, problems: wrong } = readLesson(textOf(own));
  if (lesson === undefined) return { problems: wrong };
  const texts = new Map<string, LessonText>();
  const problems: Problem[] = [];
  const written = (await names()).filter((name) => TEXT.test(name)).toSorted();
  for (const file of written.slice(0, MOST_LANGUAGES)) {
    const language = file.slice(0, -".md".length).toLowerCase();
    const bytes = await read(file);
    if (bytes === undefined) continue;
    const { text, problems: found } = readText(textOf(bytes), file);
    problems.push(...found, ...(text ? misfits(lesson, text, file) : []));
    if (text) texts.set(language, text);
  }
  if (texts.size === 0 && problems.length === 0) problems.push(problem(message("There is no text. Write {0} or {1}.", "en.md", "ko.md")));
  const { files, problems: missing } = await readFiles(lesson, read);
  problems.push(...missing);
  return problems.length > 0 ? { problems } : { loaded: { id, lesson, texts, files }, problems };
}

/** The documents of a lesson, each once. */
export function documentsOf({ document, steps }: Lesson): readonly string[] {
  return [...new Set([document, ...steps.map((step) => step.document ?? document)])];
}

async function readFiles(
  lesson: Lesson,
  read: (name: string) => Promise<Uint8Array | undefined>,
): Promise<{ readonly files: ReadonlyMap<string, Uint8Array>; readonly problems: readonly Problem[] }> {
  const documents = documentsOf(lesson);
  const files = new Map<string, Uint8Array>();
  const problems: Problem[] = [];
  for (const name of new Set([...documents, ...lesson.files])) {
    const bytes = await read(name);
    if (bytes === undefined) problems.push(problem(message("There is no file {0} in the lesson's folder.", name)));
    else if (bytes.length > MOST_BYTES) problems.push(problem(message("{0} has more than {1} MB.", name, MOST_BYTES / 1e6), [], name));
    else files.set(name, bytes);
    if (bytes && bytes.length <= MOST_BYTES && documents.includes(name)) problems.push(...documentProblems(name, textOf(bytes), lesson));
  }
  return { files, problems };
}

function documentProblems(name: string, text: string, { files }: Lesson): Problem[] {
  const { experiment, problems } = parseDocument(text);
  const error = firstError(problems);
  if (error) return [{ ...error, file: name }];
  const stray = experiment && [experiment.data.file].flat().filter((file) => !files.includes(file));
  return (stray ?? []).map((file) => problem(message("{0} reads {1}, which lesson.json does not list in files.", name, file), ["files"]));
}

/** What of a text does not belong to the lesson, and what is missing. */
export function misfits(lesson: Lesson, text: LessonText, file: string): Problem[] {
  const say = (sentence: Parameters<typeof problem>[0]): Problem => ({ ...problem(sentence, [], file), line: 1 });
  const [wanted, found] = [lesson.steps.map(({ id }) => id), text.steps.map(({ id }) => id)];
  if (wanted.join() !== found.join())
    return [say(message("The steps of {0} are {1}, but its sections are {2}.", LESSON, wanted.join(", "), found.join(", ")))];
  const figures = new Set(text.steps.flatMap((step) => figuresOf(step.parts)));
  const lost = linksOf(text).filter((link) => !isLink(link));
  const stray = lost.map((link) => say(message("The link {0} leads nowhere.", link)));
  const differ = lesson.steps.flatMap((step, at) => {
    const words = text.steps[at]!;
    return [
      ...namesDiffer(step, words).map(([part, own, there]) =>
        say(message("Step {0}: the {1} of {2} are {3}, but those of the text are {4}.", step.id, part, LESSON, own || "–", there || "–")),
      ),
      ...step.ask.flatMap((ask) => {
        const options = ask.kind === "choice" ? ask.options : 0;
        const own = words.asks.find(({ id }) => id === ask.id)?.options.length ?? options;
        return own === options ? [] : [say(message("The input {0} has {1} options in {2}, but {3} here.", ask.id, options, LESSON, own))];
      }),
      ...checksOf(step).flatMap((check) =>
        "figure" in check && !figures.has(check.figure)
          ? [say(message("Step {0} asks for the figure {1}, which is not in the text.", step.id, check.figure))]
          : [],
      ),
    ];
  });
  return [...differ, ...stray];
}

function namesDiffer(step: Step, words: StepText): [part: string, own: string, there: string][] {
  const pairs: [string, string, string][] = [
    ["ask", idsOf(step.ask), idsOf(words.asks)],
    ["hints", idsOf(step.hints), idsOf(words.hints)],
  ];
  return pairs.filter(([, own, there]) => own !== there);
}

function idsOf(list: readonly { readonly id: string }[]): string {
  return list
    .map(({ id }) => id)
    .toSorted()
    .join(", ");
}

function checksOf({ check, hints }: Step): readonly Check[] {
  return [...(check ? leaves(check) : []), ...hints.flatMap(({ when }) => leaves(when))];
}

export function figuresOf(parts: readonly TextPart[]): string[] {
  return parts.flatMap((part) => (part.kind === "figure" ? [part.figure.id] : []));
}

function linksOf({ goal, steps, summary }: LessonText): string[] {
  const texts = [
    goal,
    summary.text,
    ...steps.flatMap(({ parts, task, done = "", asks, hints }) => [
      ...parts.flatMap((part) => (part.kind === "markdown" ? [part.text] : [])),
      task,
      done,
      ...asks.flatMap(({ text, options }) => [text, ...options]),
      ...hints.map(({ text }) => text),
    ]),
  ];
  return texts.flatMap((text) => [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, href = ""]) => href));
}

/** Whether a link leads to something of the builder, or to the web. */
export function isLink(href: string): boolean {
  const [kind, ...rest] = href.split(":");
  const name = rest.join(":");
  if (kind === "where") return targetOf(name) !== undefined;
  if (kind === "lesson") return lessonIds.some((id) => id === name);
  return kind === "layer" ? isLayerType(name) : kind === "https";
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
