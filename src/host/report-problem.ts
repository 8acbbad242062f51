// "Report a Problem": versions, settings and the end of the log in a document that the person reads and
// edits. Nothing leaves by itself: a button copies the text, another opens the page for issues, about which
// VS Code asks.

import * as vscode from "vscode";
import { message } from "../model/message.ts";
import { lastLogged } from "./log.ts";
import { inert, say } from "./text.ts";

export async function reportProblem({ extension }: vscode.ExtensionContext): Promise<void> {
  const { version, bugs } = extension.packageJSON as { readonly version: string; readonly bugs?: { readonly url?: string } };
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content: reportText(version) });
  await vscode.window.showTextDocument(document, { preview: false });
  const copy = say(message("Copy the Report"));
  const open = say(message("Open the Page for Issues"));
  const sentence = message("Nothing was sent. Read the report, describe what happened, and remove what you do not want to tell.");
  const page = bugs?.url;
  const choice = await vscode.window.showInformationMessage(say(sentence), copy, ...(page === undefined ? [] : [open]));
  if (choice === undefined) return;
  // As the person has edited it.
  await vscode.env.clipboard.writeText(document.getText());
  if (choice === open && page !== undefined) await vscode.env.openExternal(vscode.Uri.parse(page));
}

function reportText(version: string): string {
  const settings = vscode.workspace.getConfiguration("perceptron");
  const changed = ["threads", "engine", "processes", "keepRuns", "keepFormulas", "health", "stopKeeps"].flatMap((name) => {
    const { defaultValue } = settings.inspect(name) ?? {};
    const value: unknown = settings.get(name);
    return value === defaultValue ? [] : [`- ${name}: ${inert(JSON.stringify(value))}`];
  });
  const { appHost, language, remoteName, uiKind } = vscode.env;
  return [
    `# ${say(message("What happened"))}`,
    "",
    say(message("Describe what you did, what you expected, and what came instead.")),
    "",
    `# ${say(message("Versions"))}`,
    "",
    `- Perceptron ${version}`,
    `- VS Code ${vscode.version} (${appHost}${remoteName === undefined ? "" : `, ${remoteName}`}${uiKind === vscode.UIKind.Web ? ", web" : ""})`,
    `- ${platformText()}`,
    `- ${language}${vscode.workspace.isTrusted ? "" : ", Restricted Mode"}`,
    ...changed,
    "",
    `# ${say(message("Log"))}`,
    "",
    "```",
    // A fence in the log would end the block.
    ...lastLogged().map((entry) => entry.replaceAll("```", "'''")),
    "```",
    "",
  ].join("\n");
}

/** A browser has no process. */
function platformText(): string {
  const { process } = globalThis as { readonly process?: NodeJS.Process };
  return process?.versions?.node === undefined ? "browser" : `${process.platform} ${process.arch}, Node ${process.versions.node}`;
}
