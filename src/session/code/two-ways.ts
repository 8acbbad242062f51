// A document and the Python file that is bound to it, kept in step. Whoever owns the two texts says when one
// has changed; what came from one side is not sent back, what cannot be merged is a conflict, and while there
// is one, or the code cannot be read, both stay as they are.

import { codeSide, documentSide } from "../../code/two-ways/sides.ts";
import { distanceOf } from "../../code/two-ways/compare.ts";
import { mergeFromCode } from "../../code/two-ways/from-code.ts";
import { mergeIntoCode } from "../../code/two-ways/into-code.ts";
import { withNetwork } from "../../code/two-ways/whole-network.ts";
import { parseDocument } from "../../model/document.ts";
import { applyEdit } from "../../model/edits.ts";
import { type Message, message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { ExperimentInput } from "../../model/schema.ts";
import { applyTextEdits, type TextEdit } from "../../model/text-edits.ts";

/** A text that somebody else owns, with its undo and its saving. */
export interface BoundText {
  text(): string;
  /** Changes it as one step of undo; false if that did not work. */
  edit(edits: readonly TextEdit[]): Promise<boolean>;
}

/** How the two stand. */
export type Agreement =
  | { readonly kind: "agreed" }
  /** The code says no network that can be read now; the document keeps what it has. */
  | { readonly kind: "unread"; readonly problems: readonly Problem[] }
  /** Both say something else, and it is for the person to say which counts. */
  | { readonly kind: "conflict"; readonly problem: Problem };

export interface TwoWaysPorts {
  readonly document: BoundText;
  readonly code: BoundText;
  /** Values per row of the data; undefined while it is not read. */
  readonly inputs: () => number | undefined;
  /** The document as a script of its own; undefined if it cannot be exported. */
  readonly script: () => string | undefined;
  readonly show: (agreement: Agreement) => void;
}

/** The two texts at a moment when they said the same. */
interface Moment {
  readonly document: string;
  readonly code: string;
  /** Values per row at that time, which the first size follows from. */
  readonly inputs: number | undefined;
}

type Texts = Omit<Moment, "inputs">;

/** A layer of either side. */
type Layer = { readonly name?: unknown };

/** Moments that are remembered, so that an undo on one side is one on the other. */
const MOST_MOMENTS = 200;

export class TwoWays {
  readonly #ports: TwoWaysPorts;
  /** Moments when they said the same, as an undo goes back through them. */
  #moments: readonly Moment[] = [];
  /** The one they are at, or were at last. */
  #at = -1;
  #agreement: Agreement = { kind: "agreed" };
  #running: Promise<void> | undefined;
  #isStale = false;
  #isDisposed = false;

  constructor(ports: TwoWaysPorts) {
    this.#ports = ports;
  }

  get agreement(): Agreement {
    return this.#agreement;
  }

  /** Looks at both texts, which may have changed. Several at a time are one, and one more. */
  changed(): Promise<void> {
    this.#isStale = true;
    this.#running ??= this.#work().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Makes one side what the other says, because the person says so. False if it does not work. */
  async take(side: "document" | "code"): Promise<boolean> {
    const { document, code } = this.#ports;
    const [own, other] = [document.text(), code.text()];
    const before = this.#moments[this.#at]?.code;
    const isDone = side === "code" ? await this.#intoDocument(own, other, before) : await this.#replaceCode(own, other);
    this.#tell();
    return isDone;
  }

  dispose(): void {
    this.#isDisposed = true;
  }

  async #work(): Promise<void> {
    while (this.#isStale && !this.#isDisposed) {
      this.#isStale = false;
      await this.#merge();
      this.#tell();
    }
  }

  async #merge(): Promise<void> {
    const [document, code] = [this.#ports.document.text(), this.#ports.code.text()];
    const last = this.#moments[this.#at];
    if (last === undefined) return this.#begin(document, code);
    const isResized = this.#ports.inputs() !== last.inputs;
    const [isEdited, isRewritten] = [document !== last.document || isResized, code !== last.code];
    const isSame = this.#saysTheSame(document, code);
    if (!isEdited && !isRewritten) this.#agreement = { kind: "agreed" };
    else if (isSame && !this.#isRenamed(document, code, last)) this.#remember({ document, code });
    else if (!isSame && isResized && last.inputs === undefined) this.#conflict(code);
    else if (isEdited && isRewritten && !this.#isOnlyOneSide(document, code, last)) this.#conflict(code);
    else if (isEdited && !this.#isSameDocument(document, last)) await this.#intoCode(document, code, last);
    else await this.#intoDocument(document, code, last.code, last);
  }

  /** Two that never met: if they do not say the same, the person says which counts. */
  #begin(document: string, code: string): void {
    if (this.#saysTheSame(document, code)) this.#remember({ document, code });
    else this.#conflict(code);
  }

  #saysTheSame(document: string, code: string): boolean {
    const { experiment } = parseDocument(document);
    const inputs = this.#ports.inputs();
    const { side } = codeSide(code, inputs);
    return experiment !== undefined && side !== undefined && distanceOf(side, documentSide(experiment, inputs)) === 0;
  }

  /** Whether layers got other names on one of the sides, by which the two do not differ. */
  #isRenamed(document: string, code: string, last: Moment): boolean {
    const inDocument = [document, last.document].map((text) => parseDocument(text).experiment?.layers);
    const inCode = code === last.code ? [] : [code, last.code].map((text) => codeSide(text, undefined).side?.written);
    return [inDocument, inCode].some(
      ([now = [], before = []]) =>
        now.length === before.length && now.some((layer: Layer, index) => layer.name !== (before[index] as Layer).name),
    );
  }

  /** Whether of two changed texts one says what it said before, as if only comments changed. */
  #isOnlyOneSide(document: string, code: string, last: Moment): boolean {
    return this.#isSameDocument(document, last) || this.#isSameCode(code, last.code);
  }

  #isSameDocument(text: string, last: Moment): boolean {
    const [now, before] = [parseDocument(text).experiment, parseDocument(last.document).experiment];
    if (now === undefined || before === undefined) return text === last.document;
    const said = [documentSide(now, this.#ports.inputs()), documentSide(before, last.inputs)];
    return JSON.stringify(said[0]) === JSON.stringify(said[1]);
  }

  #isSameCode(one: string, other: string): boolean {
    const said = (text: string): string | undefined => {
      const { side } = codeSide(text, this.#ports.inputs());
      return side && JSON.stringify([side.written, side.training]);
    };
    const now = said(one);
    return one === other || (now !== undefined && now === said(other));
  }

  async #intoCode(document: string, code: string, last?: Moment): Promise<boolean> {
    const known = last?.code === code ? this.#undone("document", document) : undefined;
    if (known !== undefined) return this.#write("code", known, [difference(code, known.code)]);
    const { experiment } = parseDocument(document);
    // A document that breaks the schema says no network; it is mended first.
    if (experiment === undefined) return false;
    const merged = mergeIntoCode(code, experiment, this.#ports.inputs(), last && parseDocument(last.document).experiment);
    if (merged.kind === "conflict") {
      this.#agreement = merged;
      return false;
    }
    return this.#write("code", { document, code: applyTextEdits(code, merged.edits) }, merged.edits);
  }

  /**
   * The document's network in the place of the code's; the whole script if the code's cannot be replaced
   * alone.
   */
  async #replaceCode(document: string, code: string): Promise<boolean> {
    const next = this.builderCode(document, code);
    return next !== undefined && this.#write("code", { document, code: next }, [difference(code, next)]);
  }

  /** What the code would be if the builder counts; undefined if the document has an error. */
  builderCode(document = this.#ports.document.text(), code = this.#ports.code.text()): string | undefined {
    const { experiment } = parseDocument(document);
    if (experiment === undefined) return undefined;
    const merged = mergeIntoCode(code, experiment, this.#ports.inputs());
    if (merged.kind === "edits") return applyTextEdits(code, merged.edits);
    return withNetwork(code, experiment, this.#ports.inputs()) ?? this.#ports.script();
  }

  async #intoDocument(document: string, code: string, before: string | undefined, last?: Moment): Promise<boolean> {
    const known = last?.document === document ? this.#undone("code", code) : undefined;
    if (known !== undefined) return this.#write("document", known, [difference(document, known.document)]);
    const { json, experiment } = parseDocument(document);
    const isDocument = experiment !== undefined || (typeof json === "object" && json !== null && "layers" in json && "training" in json);
    if (!isDocument) return false;
    const merged = mergeFromCode(json as ExperimentInput, code, before, this.#ports.inputs());
    if (merged.kind === "unread") {
      this.#agreement = merged;
      return false;
    }
    const edits = applyEdit(document, { op: "all", edits: merged.edits });
    return this.#write("document", { document: applyTextEdits(document, edits), code }, edits);
  }

  /**
   * The moment that an undo or a redo on one side goes to; undefined if it is none, or if something was typed
   * on the other side alone since, which is not lost.
   */
  #undone(side: keyof Texts, text: string): Moment | undefined {
    const other = side === "code" ? "document" : "code";
    for (const step of [-1, 1]) {
      for (let at = this.#at + step; this.#moments[at] !== undefined; at += step) {
        const [moment, nearer] = [this.#moments[at]!, this.#moments[at - step]!];
        if (moment[side] === nearer[side] && moment[other] !== nearer[other]) break;
        if (moment[side] === text) return moment;
      }
    }
    return undefined;
  }

  async #write(side: keyof Texts, next: Texts, edits: readonly TextEdit[]): Promise<boolean> {
    const changes = edits.filter(({ length, text }) => length > 0 || text !== "");
    // Before the change is told, so that it is not taken for one of the person's.
    const [before, at] = [this.#moments, this.#at];
    this.#remember(next);
    if (changes.length === 0 || (await this.#ports[side].edit(changes))) return true;
    [this.#moments, this.#at] = [before, at];
    this.#agreement = conflict(message("The change could not be written into the other editor. Try again."));
    return false;
  }

  #remember({ document, code }: Texts): void {
    this.#agreement = { kind: "agreed" };
    const inputs = this.#ports.inputs();
    const known = this.#moments.findLastIndex((moment) => moment.document === document && moment.code === code && moment.inputs === inputs);
    if (known >= 0) {
      this.#at = known;
      return;
    }
    this.#moments = [...this.#moments.slice(0, this.#at + 1), { document, code, inputs }].slice(-MOST_MOMENTS);
    this.#at = this.#moments.length - 1;
  }

  #conflict(code: string): void {
    const read = codeSide(code, this.#ports.inputs());
    this.#agreement =
      read.side === undefined
        ? { kind: "unread", problems: read.problems }
        : conflict(message("The builder and the code say different things. Choose which one counts."));
  }

  #tell(): void {
    if (!this.#isDisposed) this.#ports.show(this.#agreement);
  }
}

function conflict(sentence: Message): Agreement {
  return { kind: "conflict", problem: { severity: "warning", code: "two-ways", message: sentence, path: [], line: 1 } };
}

/** The smallest single edit that makes one text the other. */
export function difference(before: string, after: string): TextEdit {
  let start = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { offset: start, length: before.length - start - end, text: after.slice(start, after.length - end) };
}
