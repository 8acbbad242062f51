// What a lesson needs of the world: the sessions of its documents, the builders that show them, and a place
// to keep how far a person has come.

import type { BuilderPlace, ExportName } from "../../lessons/lesson.ts";
import type { Inside } from "../../protocol/worker.ts";
import type { DocumentSession } from "../document-session.ts";
import type { Event } from "../emitter.ts";
import type { InsidePorts } from "../inside/document-inside.ts";
import type { Clock } from "../ports.ts";
import type { RunStore } from "../runs/run-store.ts";

/** A document of the lesson: the person's own copy of it. */
export interface LessonDocument extends Pick<InsidePorts, "sources" | "encodingHint"> {
  readonly session: DocumentSession;
  readonly runs: Pick<RunStore, "entries" | "refresh" | "document" | "curve">;
  /** Where its builder is; undefined if none is open. */
  place(): BuilderPlace | undefined;
  readonly onDidChangePlace: Event<void>;
  /** Opens its builder there. */
  show(place: BuilderPlace): Promise<void>;
  /** Whether a file of this name lies beside it, and has a text in it. */
  hasFile(name: string, contains?: string): Promise<boolean>;
  /** Writes its code beside it. @throws ProblemError if it cannot be written */
  writeCode(format: ExportName): Promise<void>;
}

/** How far a person has come; it may be of an earlier version of the lesson. */
export interface LessonProgress {
  /** The id of the shown step; absent at the summary. */
  readonly step?: string | undefined;
  readonly done: readonly string[];
  readonly answers: Readonly<Record<string, number>>;
  /** When it was begun, or begun again. Runs before that do not count. */
  readonly since: string;
}

export interface LessonMemory {
  /** What was kept; it is read like a stranger's. */
  load(): unknown;
  save(progress: LessonProgress): void;
}

export interface LessonPorts {
  readonly clock: Clock;
  /** Of a worker of the lesson's own, so that the builder's Inside tab goes on undisturbed. */
  readonly inside: Pick<Inside, "openInside" | "evaluateInside">;
  readonly memory: LessonMemory;
  /** The copy of one of its documents, made if there is none. */
  open(name: string): Promise<LessonDocument>;
  /** Puts all files of the lesson back as they were, and removes what was made beside them. */
  restore(): Promise<void>;
  /** What went wrong and no sentence on the screen explains. */
  readonly log: (error: unknown) => void;
}
