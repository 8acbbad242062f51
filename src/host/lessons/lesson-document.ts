// A document of a lesson, as its player knows it: the session and the builder of the person's copy.

import * as vscode from "vscode";
import { ProblemError } from "../../model/problem.ts";
import type { BuilderPlace } from "../../lessons/lesson.ts";
import { message } from "../../model/message.ts";
import type { LessonDocument } from "../../session/lessons/lesson-ports.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import { writeCode } from "../code/export-code.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import { exists, folderOf } from "../files.ts";
import type { RunStore } from "../../session/runs/run-store.ts";

/** Milliseconds in which a builder says that it is where it was led to. */
const PATIENCE = 3000;

export interface HostDocument extends LessonDocument {
  readonly session: DocumentSession;
}

export function lessonDocument(session: DocumentSession, runs: RunStore): HostDocument {
  const { uri } = session.document;
  return {
    session,
    runs,
    place: () => session.place.shown,
    onDidChangePlace: session.place.onDidChange,
    show: async (place) => {
      await showBuilder(uri);
      await led(session, place);
    },
    hasFile: (name) => (/[\\/]|^\.\.?$/.test(name) ? Promise.resolve(false) : exists(vscode.Uri.joinPath(folderOf(uri), name))),
    writeCode: async () => {
      const written = await writeCode(session, "pytorch", "replace");
      if (written.kind !== "written")
        throw new ProblemError(written.kind === "unready" && written.errors[0] ? written.errors[0] : noCode());
    },
    sources: (file) => sourceReferences(uri, file),
    encodingHint: () => encodingHint(uri),
  };
}

/**
 * Shows the builder of a document where it is already, else in the first column; the focus stays where it is.
 */
export async function showBuilder(document: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all);
  const own = tabs.filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === document.toString());
  if (own.some(({ isActive }) => isActive)) return;
  const viewColumn = own[0]?.group.viewColumn ?? vscode.ViewColumn.One;
  await openBuilder(document, { viewColumn, preserveFocus: true, preview: false });
}

/** Leads the builder there, and waits until it says so. */
async function led({ place }: DocumentSession, wanted: BuilderPlace): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(end, PATIENCE);
    const listening = place.onDidChange(() => {
      if (place.shown?.panel === wanted.panel && (wanted.stop === undefined || place.shown.stop === wanted.stop)) end();
    });
    place.wish({ kind: "open", place: wanted });
    if (place.shown?.panel === wanted.panel && wanted.stop === undefined && wanted.page === undefined) end();
  });
}

function noCode(): ConstructorParameters<typeof ProblemError>[0] {
  return { severity: "error", code: "lesson", message: message("The document has no place to write code to."), path: [] };
}
