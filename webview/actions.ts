// What the parts of the builder can ask of the whole. The root element does it; the parts only know this.

import type { JsonValue, JsonPath } from "../src/model/json.ts";
import type { Edit } from "../src/model/edit.ts";
import type { Fix, Problem } from "../src/model/problem.ts";
import type { TargetFacts, Template } from "../src/model/templates.ts";
import type { BuilderHost } from "../src/protocol/builder.ts";
import type { Drag } from "./shared/controllers/drag.ts";
import type { LayerChoice } from "./builder/layer-choices.ts";
import type { PanelMemory, ViewState } from "./view-state.ts";

/** What a drag lifts: a layer of the palette or of the pipeline. */
export type DragItem = { readonly kind: "new"; readonly choice: LayerChoice } | { readonly kind: "layer"; readonly index: number };

/** @typeParam H the facets of the host that a part uses */
export interface Actions<H = BuilderHost> {
  readonly host: H;
  /**
   * Selects a layer, or with undefined the training settings; `toggle` and `range` add to what is selected.
   */
  select(layer: number | undefined, how?: "toggle" | "range"): void;
  selectAll(): void;
  /** Inserts what was chosen and selects its first layer; with `stay` the focus stays where it is. */
  insert(choice: LayerChoice, at: number, stay?: "stay"): void;
  // An action on a layer that is selected with others is about all of them.
  remove(at: number): void;
  /** Moves by one place, up (−1) or down (1). */
  shift(at: number, step: number): void;
  /** Inserts so many copies behind. */
  duplicate(at: number, times: number): void;
  /** Puts layers on the clipboard; a cut removes them. */
  copy(at: number, isCut: boolean): Promise<void>;
  /** Inserts the layers that the text describes at a gap, and says what could not be read. */
  paste(text: string, gap: number): Promise<void>;
  /** Folds the selected layers to one row. */
  fold(): void;
  /** Opens the fold that begins with a layer. */
  unfold(from: number): void;
  drop(drag: Drag<DragItem>): void;
  /** Opens the list of templates. */
  chooseTemplate(): void;
  /** Puts a template in the place of all layers and of how they are trained. */
  useTemplate(template: Template, target: TargetFacts): void;
  /** Sets a value of the document, or removes it with undefined: then PyTorch's default holds. */
  set(path: JsonPath, value: JsonValue | undefined): void;
  /** Makes a whole edit. */
  edit(edit: Edit): void;
  /**
   * Mends a problem and says so; then `after` puts the focus somewhere, because the button goes with the
   * problem.
   */
  mend(fix: Fix, after?: () => void): void;
  /** Shows a value that is not in the document yet, as while a slider is dragged. */
  preview(path: JsonPath, value: JsonValue): void;
  /**
   * Puts the focus into the inspector, unless it stays; if there is no room for the inspector, opens it as
   * a drawer.
   */
  openInspector(stay?: "stay"): void;
  /** Puts the focus back on the selected card, and closes the drawer. */
  focusCard(): void;
  showProblem(problem: Problem): void;
  /** Opens the page of a column in the data tab, and puts the focus there. */
  openColumn(column: string): void;
  view(change: Partial<ViewState>): void;
  /** Changes what a panel remembers. */
  remember<M extends object>(memory: PanelMemory<M>, change: Partial<M>): void;
  train(): void;
}
