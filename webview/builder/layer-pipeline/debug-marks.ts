// What a debugger shows at a card: the dot of a breakpoint, and the arrow where it waits. Both stand to the
// left of the card, as in the margin of a text editor.

import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import type { DebugHost, DebugState, DebugStop, LayerBreakpoint } from "../../../src/protocol/debug-host.ts";
import { formatCount } from "../../shared/numbers.ts";
import { t } from "../../shared/text.ts";
import type { Fold } from "../folds.ts";

/** VS Code's icons of breakpoints, enabled and disabled. */
const icons: Record<LayerBreakpoint["kind"], readonly [enabled: string, disabled: string]> = {
  always: ["debug-breakpoint", "debug-breakpoint-disabled"],
  conditional: ["debug-breakpoint-conditional", "debug-breakpoint-conditional-disabled"],
  log: ["debug-breakpoint-log", "debug-breakpoint-log-disabled"],
};

/** Where the debugger waits, if that is in one of these layers. */
export function stopIn(debug: DebugState | undefined, from: number, to = from): DebugStop | undefined {
  const layer = debug?.stopped?.layer;
  return layer !== undefined && from <= layer && layer <= to ? debug?.stopped : undefined;
}

/**
 * The breakpoint of a layer: a button that is seen when it is set, and when the pointer or the focus is on
 * the card. Its keys are the card's, F9 and Shift+F9.
 */
export function breakpointDot(debug: DebugState | undefined, layer: number, host: DebugHost): TemplateResult {
  const own = debug?.breakpoints.find((breakpoint) => breakpoint.layer === layer);
  const isStopped = stopIn(debug, layer) !== undefined;
  const offer = t("Set a breakpoint (F9). A right click asks for a condition or a message.");
  return html`<button
    class=${classMap({ breakpoint: true, set: own !== undefined, disabled: own?.isEnabled === false, stopped: isStopped })}
    tabindex="-1"
    aria-pressed=${own === undefined ? "false" : "true"}
    aria-label=${t("Breakpoint on layer {0}", layer + 1)}
    title=${own === undefined ? offer : kindText(own)}
    @click=${() => void host.toggleBreakpoint(layer)}
    @contextmenu=${(event: MouseEvent) => {
      event.preventDefault();
      void host.editBreakpoint(layer);
    }}
  >
    ${isStopped ? html`<vscode-icon class="arrow" name="debug-stackframe"></vscode-icon>` : nothing}
    ${own === undefined ? nothing : html`<vscode-icon name=${isStopped ? "debug-stackframe-dot" : iconOf(own)}></vscode-icon>`}
  </button>`;
}

function iconOf({ kind, isEnabled }: Pick<LayerBreakpoint, "kind" | "isEnabled">): string {
  return icons[kind][isEnabled ? 0 : 1];
}

function kindText({ kind, isEnabled }: LayerBreakpoint): string {
  if (!isEnabled) return t("Disabled breakpoint. A right click changes it.");
  switch (kind) {
    case "always":
      return t("Breakpoint. A right click asks for a condition or a message.");
    case "conditional":
      return t("Conditional breakpoint. A right click changes it.");
    case "log":
      return t("Logpoint: writes a message and does not stop. A right click changes it.");
  }
}

/** The layers with breakpoints among those of a fold, in words; empty if there are none. */
export function foldedText(debug: DebugState | undefined, { from, to }: Fold): string {
  const layers = within(debug, from, to).map(({ layer }) => formatCount(layer + 1));
  if (layers.length === 0) return "";
  return layers.length === 1
    ? t("Breakpoint on layer {0}", layers[0]!)
    : t("{0} breakpoints, on layers {1}", layers.length, layers.join(", "));
}

/**
 * Beside a fold the dot of the breakpoints that it hides, with their number if they are several, and the
 * arrow if the debugger waits in it. A click unfolds: only a layer's own dot can be changed.
 */
export function foldedDot(debug: DebugState | undefined, fold: Fold, unfold: () => void): TemplateResult | typeof nothing {
  const hidden = within(debug, fold.from, fold.to);
  const isStopped = stopIn(debug, fold.from, fold.to) !== undefined;
  if (hidden.length === 0 && !isStopped) return nothing;
  const isEnabled = hidden.some((breakpoint) => breakpoint.isEnabled);
  const kinds = new Set(hidden.map(({ kind }) => kind));
  const [kind = "always"] = kinds.size === 1 ? kinds : [];
  const arrow = isStopped ? html`<vscode-icon class="arrow" name="debug-stackframe"></vscode-icon>` : nothing;
  if (hidden.length === 0) return html`<span class="breakpoint stopped" aria-hidden="true">${arrow}</span>`;
  const icon = isStopped ? "debug-stackframe-dot" : iconOf({ kind, isEnabled });
  return html`<button
    class=${classMap({ breakpoint: true, set: true, disabled: !isEnabled, stopped: isStopped })}
    tabindex="-1"
    aria-hidden="true"
    title=${`${foldedText(debug, fold)}. ${t("Unfold (Enter)")}`}
    @click=${unfold}
  >
    ${arrow}<vscode-icon name=${icon}></vscode-icon
    >${hidden.length > 1 && !isStopped ? html`<span class="many">${hidden.length}</span>` : nothing}
  </button>`;
}

function within(debug: DebugState | undefined, from: number, to: number): readonly LayerBreakpoint[] {
  return (debug?.breakpoints ?? []).filter(({ layer }) => from <= layer && layer <= to).toSorted((one, other) => one.layer - other.layer);
}

/** Said if the debugger waits behind the layers: at the loss, or at the update. */
export function stopNote(debug: DebugState | undefined): TemplateResult | typeof nothing {
  const stop = debug?.stopped;
  if (stop === undefined || stop.layer !== undefined) return nothing;
  return html`<p class="note waits small">
    <vscode-icon class="arrow" name="debug-stackframe"></vscode-icon><span>${t("The debugger waits here: {0}", passText(stop))}</span>
  </p>`;
}

/** In which pass the debugger waits, in a word. */
export function passText({ pass }: DebugStop): string {
  switch (pass) {
    case "forward":
      return t("forward");
    case "loss":
      return t("loss");
    case "backward":
      return t("backward");
    case "update":
      return t("update of the weights");
  }
}
