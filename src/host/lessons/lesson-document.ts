// A document of a lesson, as its player knows it: the session and the builder of the person's copy.

import * as vscode from "vscode";
import type { BuilderPlace } from "../../lessons/lesson.ts";
import type { LessonDocument } from "../../session/lessons/lesson-ports.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import { exists, folderOf, nameOf, readIfThere } from "../files.ts";
import { log } from "../log.ts";
import type { RunStore } from "../../session/runs/run-store.ts";

/** Milliseconds in which a builder says that it is where it was led to. */
const PATIENCE = 3000;
/** Milliseconds in which even a busy VS Code asks for the content of a builder that it has opened. */
const LONGEST_EMPTY = 10_000;
/** Milliseconds between two looks whether it has. */
const PACE = 50;
/** Bytes of a file that a check looks into. */
const MOST_READ = 1_000_000;

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
      await showBuilder(session);
      await led(session, place);
    },
    hasFile: async (name, contains) => {
      if (/[\\/]|^\.\.?$/.test(name)) return false;
      const file = vscode.Uri.joinPath(folderOf(uri), name);
      if (contains === undefined) return exists(file);
      const bytes = await readIfThere(file, MOST_READ).catch(() => undefined);
      return bytes !== undefined && new TextDecoder().decode(bytes).includes(contains);
    },
    writeCode: async (format) => (await import("../code/export-code.ts")).rewriteExport(session, format),
    sources: (file) => sourceReferences(uri, file),
    encodingHint: () => encodingHint(uri),
  };
}

/** Builders that are being shown, by their documents: none is asked for twice at once. */
const opening = new Map<string, Promise<void>>();

/**
 * Shows the builder of a document where it is already, else in the first column; the focus stays where it is.
 */
export function showBuilder(session: DocumentSession): Promise<void> {
  const key = session.document.uri.toString();
  const known = opening.get(key);
  if (known) return known;
  const shown = reveal(session).finally(() => opening.delete(key));
  opening.set(key, shown);
  return shown;
}

async function reveal(session: DocumentSession): Promise<void> {
  const { document } = session;
  const own = tabsOf(document.uri);
  const options = { viewColumn: own[0]?.group.viewColumn ?? vscode.ViewColumn.One, preserveFocus: true, preview: false };
  if (!own.some(({ isActive }) => isActive)) await openBuilder(document.uri, options);
  if (await isFilled(session)) return;
  // VS Code asks for the content of a tab a moment after it has shown the tab; seldom, as other tabs close at
  // that moment, it never does, and the tab stays empty.
  log.warn(`The builder of ${nameOf(document.uri)} is opened anew, because it stayed empty.`);
  if (document.isDirty) await document.save();
  await closeBuilder(document.uri);
  await openBuilder(document.uri, options);
}

/** Whether VS Code has asked for the content of a builder of this document, or does soon. */
async function isFilled(session: DocumentSession): Promise<boolean> {
  for (const end = Date.now() + LONGEST_EMPTY; !session.hasViews; await new Promise((resolve) => setTimeout(resolve, PACE)))
    if (Date.now() > end) return false;
  return true;
}

/** Closes the builder of a document that is saved, wherever it is open. */
export async function closeBuilder(document: vscode.Uri): Promise<void> {
  await vscode.window.tabGroups.close(tabsOf(document), true);
}

function tabsOf(document: vscode.Uri): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === document.toString());
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
