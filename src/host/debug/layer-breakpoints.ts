// VS Code's breakpoints in a document as those of its layers. In a text editor VS Code moves a breakpoint
// with its line; under the builder nobody does, so they follow their layers here.

import * as vscode from "vscode";
import { valueAt } from "../../model/json.ts";
import type { LayerBreakpoint } from "../../protocol/debug-host.ts";
import { BreakpointLines } from "../../session/debug/breakpoint-lines.ts";
import { followLayers } from "../../session/debug/follow-layers.ts";
import type { BreakpointPlace } from "../../session/debug/stops.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";

/** What may be changed of a breakpoint. */
export type BreakpointChange = Partial<Pick<vscode.SourceBreakpoint, "enabled" | "condition" | "hitCondition" | "logMessage">>;

interface Known {
  readonly text: string;
  readonly layers: readonly { readonly type: string }[];
}

export class LayerBreakpoints {
  readonly #sessions: DocumentSessions;
  /** What the breakpoints of a document were set on, by its address. */
  readonly #known = new Map<string, Known>();
  readonly #listening: vscode.Disposable;
  readonly #changed: (session: DocumentSession) => void;

  /** @param changed told of each document whose breakpoints may have changed */
  constructor(sessions: DocumentSessions, changed: (session: DocumentSession) => void) {
    this.#sessions = sessions;
    this.#changed = changed;
    this.#listening = vscode.Disposable.from(
      vscode.debug.onDidChangeBreakpoints(() => sessions.all.forEach((session) => this.#show(session))),
      sessions.onDidOpen((session) => this.#show(session)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#follow(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#known.delete(uri.toString())),
    );
    for (const session of sessions.all) this.#show(session);
  }

  /** The breakpoints of a document's layers, as its builder shows them. */
  of({ document }: DocumentSession): readonly LayerBreakpoint[] {
    const own = breakpointsIn(document.uri);
    if (own.length === 0) return [];
    const lines = new BreakpointLines(document.getText());
    return own.flatMap((breakpoint) => {
      const place = placeOf(lines, breakpoint);
      return typeof place === "object" ? [{ layer: place.layer, kind: kindOf(breakpoint), isEnabled: breakpoint.enabled }] : [];
    });
  }

  /** Sets a breakpoint on a layer, or removes those it has. */
  toggle(session: DocumentSession, layer: number): void {
    const own = this.#on(session, layer);
    if (own.length > 0) vscode.debug.removeBreakpoints(own);
    else this.#add(session.document, { layer }, {});
  }

  /** The breakpoint of a layer, if it has one. */
  get(session: DocumentSession, layer: number): vscode.SourceBreakpoint | undefined {
    return this.#on(session, layer)[0];
  }

  /** Changes the breakpoint of a layer, or sets one. */
  change(session: DocumentSession, layer: number, change: BreakpointChange): void {
    const own = this.#on(session, layer);
    const { enabled = true, condition, hitCondition, logMessage } = own[0] ?? {};
    vscode.debug.removeBreakpoints(own);
    this.#add(session.document, { layer }, { enabled, condition, hitCondition, logMessage, ...change });
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #on({ document }: DocumentSession, layer: number): vscode.SourceBreakpoint[] {
    const lines = new BreakpointLines(document.getText());
    return breakpointsIn(document.uri).filter((breakpoint) => {
      const place = placeOf(lines, breakpoint);
      return typeof place === "object" && place.layer === layer;
    });
  }

  #add(
    document: vscode.TextDocument,
    place: BreakpointPlace,
    breakpoint: BreakpointChange,
    lines = new BreakpointLines(document.getText()),
  ): void {
    const line = lines.lineOf(place);
    if (line === undefined) return;
    const { enabled, condition, hitCondition, logMessage } = breakpoint;
    const at = new vscode.Location(document.uri, new vscode.Position(line.line - 1, (line.column ?? 1) - 1));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(at, enabled, condition, hitCondition, logMessage)]);
  }

  #show(session: DocumentSession): void {
    const { document, state } = session;
    const key = document.uri.toString();
    if (breakpointsIn(document.uri).length === 0) this.#known.delete(key);
    else this.#known.set(key, { text: document.getText(), layers: layersOf(state.json) });
    this.#changed(session);
  }

  /** Moves breakpoints with their layers, and removes those whose layer is gone. */
  #follow(document: vscode.TextDocument): void {
    const session = this.#sessions.get(document.uri);
    const before = this.#known.get(document.uri.toString());
    if (session?.document !== document || before === undefined || before.text === document.getText()) return;
    const isInText = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
    // While the text is no JSON, nobody knows where its layers are.
    if (!session.state.editable) return;
    if (isInText) {
      this.#show(session);
      return;
    }
    const [were, are] = [new BreakpointLines(before.text), new BreakpointLines(document.getText())];
    const moved = followLayers(before.layers, layersOf(session.state.json));
    const own = breakpointsIn(document.uri).map((breakpoint) => ({ breakpoint, place: movedPlace(placeOf(were, breakpoint), moved) }));
    const changed = own.filter(({ breakpoint, place }) => place === undefined || are.lineOf(place)?.line !== lineOf(breakpoint));
    this.#known.set(document.uri.toString(), { text: document.getText(), layers: layersOf(session.state.json) });
    vscode.debug.removeBreakpoints(changed.map(({ breakpoint }) => breakpoint));
    for (const { breakpoint, place } of changed) if (place !== undefined) this.#add(document, place, breakpoint, are);
    this.#show(session);
  }
}

function movedPlace(place: BreakpointPlace | undefined, moved: readonly (number | undefined)[]): BreakpointPlace | undefined {
  if (typeof place !== "object") return place;
  const layer = moved[place.layer];
  return layer === undefined ? undefined : { layer };
}

function breakpointsIn(uri: vscode.Uri): vscode.SourceBreakpoint[] {
  const key = uri.toString();
  return vscode.debug.breakpoints.filter(
    (breakpoint): breakpoint is vscode.SourceBreakpoint =>
      breakpoint instanceof vscode.SourceBreakpoint && breakpoint.location.uri.toString() === key,
  );
}

function lineOf({ location }: vscode.SourceBreakpoint): number {
  return location.range.start.line + 1;
}

function placeOf(lines: BreakpointLines, breakpoint: vscode.SourceBreakpoint): BreakpointPlace | undefined {
  const { character } = breakpoint.location.range.start;
  return lines.placeAt(lineOf(breakpoint), character === 0 ? undefined : character + 1);
}

function kindOf({ condition, hitCondition, logMessage }: vscode.SourceBreakpoint): LayerBreakpoint["kind"] {
  if (logMessage) return "log";
  return condition || hitCondition ? "conditional" : "always";
}

function layersOf(json: unknown): readonly { readonly type: string }[] {
  const layers = valueAt(json, ["layers"]);
  return Array.isArray(layers)
    ? layers.map((layer) => (typeof layer === "object" && layer !== null ? layer : { type: "" }) as { type: string })
    : [];
}
