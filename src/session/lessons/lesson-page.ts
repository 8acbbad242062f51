// A page that shows a lesson: a channel to it, and what it is told of. A page that is hidden is gone; one
// that has asked for its snapshot is there.

import { type Channel, openChannel, type Port } from "../../protocol/channel.ts";
import type { LessonContent, LessonHost, LessonSnapshot, LessonState, LessonView } from "../../protocol/lesson.ts";
import type { FigureHost } from "../../protocol/figure-host.ts";
import { contentOf } from "./lesson-content.ts";
import type { LessonPlayer } from "./lesson-player.ts";
import type { LessonDocument } from "./lesson-ports.ts";

/** Where the page is, and what it can lead to. */
export interface LessonPlace extends FigureHost {
  readonly port: Port;
  /** Whether it is on the screen, and not behind another tab. */
  readonly isVisible: boolean;
  /** The lesson as it is played now; a document that is opened anew begins another player. */
  player(): LessonPlayer;
  words(): Pick<LessonSnapshot, "language" | "translations">;
  next(): LessonContent["next"];
  /** Shows the builder of a document. */
  showBuilder(document: LessonDocument): Promise<void>;
  /** Outlines a target in a builder that is shown. */
  point(document: LessonDocument, target: string): Promise<void>;
  /** Shows what there is to know about a layer, in a builder that is shown. */
  explain(document: LessonDocument, layer: string): Promise<void>;
  openLesson(id: string): Promise<void>;
  openAddress(address: string): Promise<void>;
  /** Whether the person wants to lose what they have done. */
  confirmsStart(): Promise<boolean>;
  readonly log: (error: unknown) => void;
}

export class LessonPage {
  readonly #place: LessonPlace;
  readonly #channel: Channel<LessonView>;
  #isReady = false;

  constructor(place: LessonPlace) {
    this.#place = place;
    this.#channel = openChannel<LessonView, LessonHost>(place.port, this.#host());
  }

  show(state: LessonState): void {
    this.#tell((page) => page.show(state));
  }

  /** The lesson or its player is another: the page asks for everything again. */
  reload(): void {
    this.#tell((page) => page.reload());
  }

  /** It was shown or hidden. */
  viewStateChanged(): void {
    this.#isReady &&= this.#place.isVisible;
  }

  close(): void {
    this.#isReady = false;
    this.#channel.close();
  }

  #host(): LessonHost {
    const place = this.#place;
    const shown = async (): Promise<LessonDocument> => {
      const document = await place.player().document();
      await place.showBuilder(document);
      return document;
    };
    return {
      snapshot: async () => this.#snapshot(),
      goTo: async (step) => {
        const player = place.player();
        const before = await player.document();
        await player.goTo(step);
        const document = await player.document();
        if (document !== before) await place.showBuilder(document);
      },
      answer: (id, value) => place.player().answer(id, value),
      figure: (id, value) => place.player().figure(id, value),
      doIt: async () => {
        // What is done for the person happens before their eyes.
        await shown();
        await place.player().doIt();
      },
      showWhere: async (target) => place.point(await shown(), target),
      startAgain: async () => {
        if (!(await place.confirmsStart())) return;
        await place.player().startAgain();
        await shown();
      },
      openBuilder: async () => void (await shown()),
      open: async (href) => {
        const [, kind, name = ""] = /^(where|layer|lesson):(.*)$/.exec(href) ?? [];
        if (kind === "where") await place.point(await shown(), name);
        else if (kind === "layer") await place.explain(await shown(), name);
        else if (kind === "lesson") await place.openLesson(name);
        else if (/^https?:\/\//.test(href)) await place.openAddress(href);
      },
      askFigure: (...question) => place.askFigure(...question),
    };
  }

  #snapshot(): LessonSnapshot {
    const place = this.#place;
    const [own, said, following] = [place.player(), place.words(), place.next()];
    this.#isReady = true;
    return {
      ...said,
      content: { ...contentOf(own.loaded, said.language), ...(following ? { next: following } : {}) },
      state: own.state,
    };
  }

  #tell(call: (view: LessonView) => Promise<void>): void {
    if (!this.#isReady) return;
    call(this.#channel.remote).catch((error: unknown) => {
      // A page that is gone answers nothing any more; that is no failure.
      if (this.#isReady) this.#place.log(error);
    });
  }
}
