// When a layer's breakpoint stops: asked for in VS Code's lists, because the editor that VS Code has for it
// belongs to text editors.

import * as vscode from "vscode";
import { message, type Message } from "../../model/message.ts";
import type { DocumentSession } from "../document/session.ts";
import { inert, say } from "../text.ts";
import type { LayerBreakpoints } from "./layer-breakpoints.ts";

type Field = "condition" | "hitCondition" | "logMessage";

const fields: readonly { readonly field: Field; readonly label: Message; readonly ask: Message }[] = [
  {
    field: "condition",
    label: message("Condition…"),
    ask: message("Stop when this holds, as in {0}. Nothing: always.", "loss > 1 && layer.dead > 0.5"),
  },
  {
    field: "hitCondition",
    label: message("Hit count…"),
    ask: message("Stop at this hit, as in {0}. Nothing: at each.", "100, > 100, % 10"),
  },
  {
    field: "logMessage",
    label: message("Log message…"),
    ask: message("Write this to the Debug Console instead of stopping, as in {0}. Nothing: stop.", "loss {loss}"),
  },
];

/** Asks what a layer's breakpoint is to be, and makes it so; one that is not there is set. */
export async function editBreakpoint(breakpoints: LayerBreakpoints, session: DocumentSession, layer: number): Promise<void> {
  const own = breakpoints.get(session, layer);
  const asks = fields.map(({ field, label, ask }) => ({ label: say(label), description: inert(own?.[field] ?? ""), field, ask }));
  const enable = { label: say(own?.enabled === false ? message("Enable") : message("Disable")) };
  const remove = { label: say(message("Remove")) };
  const items: (vscode.QuickPickItem & { field?: Field; ask?: Message })[] = own ? [...asks, enable, remove] : asks;
  const placeHolder = say(message("Breakpoint on layer {0}", layer + 1));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (chosen === undefined) return;
  if (chosen === remove) breakpoints.toggle(session, layer);
  else if (chosen.field === undefined || chosen.ask === undefined) breakpoints.change(session, layer, { enabled: own?.enabled === false });
  else {
    const text = await vscode.window.showInputBox({ prompt: say(chosen.ask), value: own?.[chosen.field] ?? "" });
    if (text !== undefined) breakpoints.change(session, layer, { [chosen.field]: text.trim() === "" ? undefined : text });
  }
}
