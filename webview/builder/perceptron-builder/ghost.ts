// What follows the pointer while a layer is dragged.

import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import type { JsonLayer } from "../../../src/model/edit.ts";
import type { DragItem } from "../../actions.ts";
import type { Drag } from "../../shared/controllers/drag.ts";
import { liftedBy } from "../drag-preview.ts";
import { layerIcon } from "../../shared/icons.ts";
import { choiceName } from "../layer-choices.ts";
import { t } from "../../shared/text.ts";

/**
 * What is lifted, under the pointer; outside of the list it shows that layers of the pipeline would go, and
 * with Alt that they are copied.
 */
export function ghost(drag: Drag<DragItem>, layers: readonly JsonLayer[], marked: readonly number[]): TemplateResult {
  const { item, gap, copies } = drag;
  const type = item.kind === "new" ? item.choice : (layers[item.index]?.type ?? "");
  const name = item.kind === "new" ? choiceName(item.choice) : type;
  const count = liftedBy(item, marked).length;
  const isGoing = item.kind === "layer" && gap === undefined && !copies;
  const mark = isGoing ? "trash" : item.kind === "layer" && copies ? "copy" : undefined;
  return html`<div class=${classMap({ ghost: true, going: isGoing })} aria-hidden="true">
    ${layerIcon(type)}<span class="truncated">${count > 1 ? t("{0} layers", count) : name}</span>
    ${mark === undefined ? nothing : html`<vscode-icon name=${mark}></vscode-icon>`}
  </div>`;
}
