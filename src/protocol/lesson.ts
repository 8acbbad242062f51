// Host ↔ a lesson's page.

import type { Ask } from "../lessons/lesson.ts";
import type { LessonText } from "../lessons/lesson-text.ts";
import type { Message, Translations } from "../model/message.ts";
import type { FigureHost } from "./figure-host.ts";

/** What stays the same while a lesson is open. */
export interface LessonContent {
  readonly id: string;
  readonly minutes: number;
  /** Its words, in `language` or in the only one it has. */
  readonly text: LessonText;
  /** What lesson.json has of each step, in the order of the text's steps. */
  readonly steps: readonly LessonStep[];
  /** The lesson after this one, if there is one. */
  readonly next?: { readonly id: string; readonly title: string } | undefined;
}

export interface LessonStep {
  readonly id: string;
  /** Whether it can be passed in the builder or on the page; else it is only read, and done by going on. */
  readonly isChecked: boolean;
  /** Whether "Do it for me" has something to do. */
  readonly canDo: boolean;
  /** The target that "Show me where" outlines. */
  readonly where?: string | undefined;
  readonly ask: readonly Ask[];
}

/** An answer is undecided if the step's check does not look at it by itself. */
export type AnswerVerdict = "right" | "wrong" | "undecided";

export interface AnswerState {
  /** The number that was typed, or the option that was chosen, counted from 1. */
  readonly value: number;
  readonly verdict: AnswerVerdict;
}

/** What a lesson waits for: "Do it for me" as a whole, and a run or a sweep within it. */
export type LessonWait = "action" | "training" | "seeds";

/** How a lesson stands. */
export interface LessonState {
  /** Index of the shown step; after the last one there is the summary. */
  readonly step: number;
  /** Ids of the steps that are done. */
  readonly done: readonly string[];
  /** Whether all steps are. */
  readonly isDone: boolean;
  /** The id of the hint that fits what was tried in the shown step. */
  readonly hint?: string | undefined;
  /** By the ids of the asks, of all steps. */
  readonly answers: Readonly<Record<string, AnswerState>>;
  /** What figures report, by their ids. */
  readonly figures: Readonly<Record<string, number>>;
  /** Counts up when the shown document or its weights have changed: then figures ask again. */
  readonly version: number;
  /** Present while "Do it for me" or "Start again" works. */
  readonly waits?: LessonWait | undefined;
  /** Why the last thing asked for did not work. */
  readonly note?: Message | undefined;
}

/** What a page gets when it opens or becomes visible again. */
export interface LessonSnapshot {
  readonly language: string;
  readonly translations: Translations;
  readonly content: LessonContent;
  readonly state: LessonState;
}

/** What the page asks of the host. */
export interface LessonHost extends FigureHost {
  snapshot(): Promise<LessonSnapshot>;
  /** Shows a step by its index, or after the last one the summary; opens its document in a builder. */
  goTo(step: number): Promise<void>;
  /** Fills in an input of the page; without a value it is emptied. */
  answer(id: string, value: number | undefined): Promise<void>;
  /** Says what a figure reports. */
  figure(id: string, value: number): Promise<void>;
  /** Does what the shown step asks for; resolves when it is done, or could not be. */
  doIt(): Promise<void>;
  /** Outlines a target in the builder, which is opened if need be. */
  showWhere(target: string): Promise<void>;
  /** Puts the documents back as they were, and forgets what was done. */
  startAgain(): Promise<void>;
  /** Shows the builder of the shown step's document. */
  openBuilder(): Promise<void>;
  /** Opens a link: `layer:TYPE`, `where:TARGET`, `lesson:ID`, or an address. */
  open(href: string): Promise<void>;
}

/** What the host tells the page. */
export interface LessonView {
  show(state: LessonState): Promise<void>;
  /** The lesson's own files changed, or the language: the page asks for a snapshot again. */
  reload(): Promise<void>;
}
