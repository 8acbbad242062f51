// "Open in Perceptron" above each network of a Python file or a notebook's cell, as the text stands. Most
// files have none, which a look for two words tells.

import * as vscode from "vscode";
import { mayHoldNetwork } from "../../code/importing/first-look.ts";
import { message } from "../../model/message.ts";
import type { Tables } from "../../protocol/worker.ts";
import { tellFailure } from "../tell-failure.ts";
import { say } from "../text.ts";
import type { OpenCode } from "./open-code.ts";

/**
 * The lenses and their command, which menus of Python files have too.
 * @param worker the one that reads tables
 */
export function registerOpenCode(worker: Tables): vscode.Disposable {
  let opener: OpenCode | undefined;
  const open = vscode.commands.registerCommand("perceptron.openCode", (uri?: unknown, line?: unknown) =>
    tellFailure(async () => {
      const { OpenCode } = await import("./open-code.ts");
      opener ??= new OpenCode(worker);
      return opener.open(uri instanceof vscode.Uri ? uri : undefined, typeof line === "number" ? line : undefined);
    }),
  );
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document, token) => {
      const { uri } = document;
      const isWanted = vscode.workspace.getConfiguration("perceptron", uri).get<boolean>("codeLens", true);
      if (!isWanted || !mayHoldNetwork(document.getText()) || token.isCancellationRequested) return [];
      const [{ codeSource }, { networksIn }] = await Promise.all([
        import("./code-source.ts"),
        import("../../code/importing/found-networks.ts"),
      ]);
      const source = await codeSource(uri);
      const title = `$(type-hierarchy-sub) ${say(message("Open in Perceptron"))}`;
      return networksIn(source.text).flatMap(({ line }) => {
        const place = source.place(line);
        if (place.uri.toString() !== uri.toString()) return [];
        const range = new vscode.Range(place.line, 0, place.line, 0);
        return [new vscode.CodeLens(range, { title, command: "perceptron.openCode", arguments: [uri, place.line] })];
      });
    },
  };
  return vscode.Disposable.from(
    new vscode.Disposable(() => opener?.dispose()),
    open,
    changed,
    vscode.languages.registerCodeLensProvider({ language: "python" }, provider),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("perceptron.codeLens")) changed.fire();
    }),
  );
}
