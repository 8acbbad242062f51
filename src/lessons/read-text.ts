// A lesson's Markdown, taken apart at its headings. What a section is follows from its heading: `## Title
// {#id}` is a step, and within it `### Ask {#id}`, `### Hint {#id}` and `### Done` are its parts.

import { message, type Message } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import { figureOf, figureTypes } from "./figure-schema.ts";
import type { AskText, HintText, LessonText, StepText, TextPart } from "./lesson-text.ts";
import { type Block, blocksOf, markdownOf } from "./text-blocks.ts";

/** What begins a paragraph that says what is to be done: a word in bold with its colon, in any language. */
const TASK = /^\*\*[^*:]+:\*\*/;

/** UTF-16 units of a text; a lesson of fifteen minutes has some ten thousand. */
const MOST_TEXT = 500_000;

/** The id of the section after the last step. */
const SUMMARY = "summary";

export interface ReadText {
  /** Absent if it is none. */
  readonly text?: LessonText;
  readonly problems: readonly Problem[];
}

/** Reads a lesson's text. Never throws. @param file its name, for sentences */
export function readText(markdown: string, file: string): ReadText {
  if (markdown.length > MOST_TEXT) return { problems: [mistake(message("{0} has more than {1} characters.", file, MOST_TEXT), file)] };
  return new Reader(file).read(blocksOf(markdown));
}

/** A mistake in a text, with its 1-based line. */
function mistake(sentence: Message, file: string, line?: number): Problem {
  return { severity: "error", code: "lesson", message: sentence, path: [], file, ...(line === undefined ? {} : { line }) };
}

/** A heading with the blocks up to the next one of its level or above. */
interface Section {
  readonly title: string;
  readonly id: string | undefined;
  readonly line: number;
  readonly blocks: readonly Block[];
}

class Reader {
  readonly #file: string;
  readonly #problems: Problem[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  read(blocks: readonly Block[]): ReadText {
    const [head] = blocks;
    if (head?.kind !== "heading" || head.level !== 1) {
      this.#say(message("{0} begins with its title: # Title", this.#file), head?.line ?? 1);
      return { problems: this.#problems };
    }
    const { before, sections } = sectionsOf(blocks.slice(1), 2);
    const last = sections.at(-1);
    const hasSummary = last?.id === SUMMARY;
    if (!hasSummary) this.#say(message("{0} ends with the section ## … {#summary}", this.#file), last?.line);
    const text: LessonText = {
      title: head.text,
      goal: markdownOf(before),
      steps: sections.slice(0, hasSummary ? -1 : undefined).map((section) => this.#step(section)),
      summary: { title: last?.title ?? "", text: markdownOf(last?.blocks ?? []) },
    };
    if (text.goal === "") this.#say(message("{0} has no paragraph below its title that says the goal.", this.#file), head.line);
    return this.#problems.length > 0 ? { problems: this.#problems } : { text, problems: [] };
  }

  #step({ title, id, line, blocks }: Section): StepText {
    if (id === undefined) this.#say(message("The heading {0} has no id. Write ## Title {#id}.", title), line);
    const { before, sections } = sectionsOf(blocks, 3);
    const tasks = before.flatMap((block) => taskOf(block) ?? []);
    if (tasks.length !== 1)
      this.#say(message("The section {0} has {1} paragraphs that begin with **Do:**. Each step has one.", title, tasks.length), line);
    const rest = before.filter((block) => taskOf(block) === undefined);
    const asks: AskText[] = [];
    const hints: HintText[] = [];
    let done: string | undefined;
    for (const part of sections) {
      if (part.title === "Ask" && part.id !== undefined) asks.push(this.#ask(part.id, part.blocks));
      else if (part.title === "Hint" && part.id !== undefined) hints.push({ id: part.id, text: markdownOf(part.blocks) });
      else if (part.title === "Done" && part.id === undefined) done = markdownOf(part.blocks);
      else
        this.#say(message("Below a step there are ### Ask {#id}, ### Hint {#id} and ### Done. This is none: {0}", part.title), part.line);
    }
    return { id: id ?? "", title, parts: this.#parts(rest), task: tasks[0] ?? "", asks, hints, ...(done === undefined ? {} : { done }) };
  }

  /** The options are the list at the end. */
  #ask(id: string, blocks: readonly Block[]): AskText {
    const last = blocks.at(-1);
    if (last?.kind !== "text" || !/^1[.)] /.test(last.text)) return { id, text: markdownOf(blocks), options: [] };
    const options = last.text.split(/\n(?=\d{1,3}[.)] )/).map((option) => oneLine(option.replace(/^\d+[.)]/, "")));
    return { id, text: markdownOf(blocks.slice(0, -1)), options };
  }

  #parts(blocks: readonly Block[]): TextPart[] {
    const parts: TextPart[] = [];
    let plain: Block[] = [];
    const flush = (): void => {
      if (plain.length > 0) parts.push({ kind: "markdown", text: markdownOf(plain) });
      plain = [];
    };
    for (const block of blocks) {
      const part = block.kind === "fence" && block.info.startsWith("figure") ? this.#figure(block) : undefined;
      if (part === undefined) plain.push(block);
      else {
        flush();
        parts.push(part);
      }
    }
    flush();
    return parts;
  }

  #figure({ info, text, line }: Extract<Block, { kind: "fence" }>): TextPart | undefined {
    const [, named = "", id = ""] = info.split(/\s+/);
    const type = figureTypes.find((name) => name === named);
    if (type === undefined) {
      this.#say(message("There is no figure {0}. There are: {1}.", named, figureTypes.join(", ")), line);
      return undefined;
    }
    const figure = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) ? figureOf(type, id, jsonOf(text)) : undefined;
    if (figure) return { kind: "figure", figure };
    this.#say(message("The figure {0} {1} needs an id, and options of its type as JSON.", type, id), line);
    return undefined;
  }

  #say(sentence: Message, line?: number): void {
    this.#problems.push(mistake(sentence, this.#file, line));
  }
}

/** The text of a paragraph that says what is to be done; undefined if it is another. */
function taskOf(block: Block): string | undefined {
  if (block.kind !== "text") return undefined;
  const [word] = TASK.exec(block.text) ?? [];
  return word === undefined ? undefined : block.text.slice(word.length).trim();
}

/** Blocks as sections at the headings of a level, and what stands before the first one. */
function sectionsOf(blocks: readonly Block[], level: number): { readonly before: readonly Block[]; readonly sections: readonly Section[] } {
  const before: Block[] = [];
  const sections: (Section & { readonly blocks: Block[] })[] = [];
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === level) sections.push({ ...headingOf(block), blocks: [] });
    else (sections.at(-1)?.blocks ?? before).push(block);
  }
  return { before, sections };
}

/** `Title {#id}` */
function headingOf({ text, line }: Extract<Block, { kind: "heading" }>): Omit<Section, "blocks"> {
  const mark = /\{#([a-z0-9-]+)\}$/.exec(text);
  return mark ? { title: text.slice(0, mark.index).trimEnd(), id: mark[1], line } : { title: text, id: undefined, line };
}

function oneLine(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trim();
}

function jsonOf(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
