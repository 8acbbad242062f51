// What the builder asks of the network to look at it.

import type { JsonLayer } from "../model/edit.ts";
import type { WeightSummary } from "../model/weight-summary.ts";
import type { LayerCurve } from "../training/types.ts";

/**
 * Weights to look at: of the run that goes on, of a remembered moment of it, of the file that the last one
 * left, or those a run would begin with.
 */
export interface NetworkWeights {
  readonly from: "run" | "moment" | "file" | "seed";
  readonly tensors: readonly WeightSummary[];
}

/** `gif` is a film. */
export type PictureKind = "svg" | "png" | "gif";

export interface NetworkHost {
  /** The weights of the network as it stands in the document; undefined if it cannot have any yet. */
  weights(): Promise<NetworkWeights | undefined>;
  /** The curve of a layer and its derivative, from the engine; undefined if it has none. */
  sampleLayer(layer: JsonLayer): Promise<LayerCurve | undefined>;
}

export interface PictureHost {
  /** Saves a picture in a place that the person chooses. */
  savePicture(kind: PictureKind, bytes: Uint8Array): Promise<void>;
}
