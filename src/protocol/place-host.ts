// Where a builder is and where it is led to, which lessons look at and do.

import type { BuilderPlace } from "../lessons/lesson.ts";

export interface PlaceHost {
  /** Says which tab is open and what it shows; undefined if none is. */
  placed(place: BuilderPlace | undefined): Promise<void>;
  /** Opens the lesson about a layer. */
  openLesson(id: string): Promise<void>;
}

/** What a builder is asked to show. */
export type Wish =
  /** A tab and what is in it. */
  | { readonly kind: "open"; readonly place: BuilderPlace }
  /** A target of a lesson, outlined for some seconds. */
  | { readonly kind: "point"; readonly target: string }
  /** What there is to know about a type of layers. */
  | { readonly kind: "explain"; readonly layer: string };

export interface PlaceView {
  wish(wish: Wish): Promise<void>;
}
