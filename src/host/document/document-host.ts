// What a builder asks about its document, answered by VS Code.

import * as vscode from "vscode";
import { LayerClipboard } from "../../code/reading/layer-clipboard.ts";
import type { DocumentHost } from "../../protocol/document-host.ts";
import type { CodeBeside } from "../code/code-beside.ts";
import { rangeInDocument } from "./problem-list.ts";
import type { DocumentSession } from "./session.ts";

/** All builders of a window share it, so that layers go from one document to another. */
const clipboard = new LayerClipboard();

/** @param code shows the layer that is selected in the builder */
export function documentHost(session: DocumentSession, panel: vscode.WebviewPanel, code: CodeBeside): DocumentHost {
  return {
    edit: (version, edit) => session.edit(version, edit),
    openAsText: async () => {
      const { document, problems } = session;
      // What is wrong with the text itself is shown in it.
      const problem = problems.find(({ file, line }) => file === undefined && line !== undefined);
      const options: vscode.TextDocumentShowOptions = {
        // Beside this builder, also if VS Code has not heard yet that the click went into it and not into
        // another.
        viewColumn: (panel.viewColumn ?? vscode.ViewColumn.One) + 1,
        ...(problem ? { selection: rangeInDocument(document, problem) } : {}),
      };
      await vscode.commands.executeCommand("vscode.openWith", document.uri, "default", options);
    },
    copyLayers: async (layers, inputs) => vscode.env.clipboard.writeText(clipboard.write(layers, inputs)),
    readLayers: (text, inputs) => clipboard.read(text, inputs),
    selected: async (layer) => code.select(session, layer),
  };
}
