// Which CSVs may be read by themselves. A document is a stranger's until its workspace is trusted, and its
// data path may name any file of the machine: so what lies outside of the workspace is read only in a trusted
// one, and only after the person has said so, once for each folder.

import * as vscode from "vscode";
import { type Message, message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { folderOf, nameOf, onDisk } from "../files.ts";
import { say } from "../text.ts";

const KEY = "foldersToRead";

/** A CSV of a document: how the document writes it, and where that is. */
export interface CsvFile {
  readonly name: string;
  readonly uri: vscode.Uri;
}

export class DataAccess {
  /** Where what the person allows is remembered for this workspace. */
  memory: vscode.Memento | undefined;
  /** The extension's own folder, which may always be read. */
  own: vscode.Uri | undefined;
  /** Folders that were asked about in this window. */
  readonly #asked = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();

  /** Told when more may be read than before. */
  readonly onDidAllow = this.#changed.event;

  /**
   * Says no if one of the CSVs may not be read. If it is for the person to say, asks; whoever hears
   * `onDidAllow` may try again.
   * @param base the folder of the document, which may belong to no workspace
   * @throws ProblemError at `data.file`
   */
  async check(document: vscode.Uri, base: vscode.Uri, files: readonly CsvFile[]): Promise<void> {
    for (const file of files) {
      const folder = await outsideFolder(file.uri, base, this.own);
      if (folder === undefined || this.#isAllowed(folder)) continue;
      if (vscode.workspace.isTrusted) void this.#ask(document, file, folder);
      throw refused(file.name, vscode.workspace.isTrusted ? outside(file.name) : untrusted(file.name));
    }
  }

  /**
   * The person has named these files, so their folders may be read from now on.
   * @throws ProblemError if one lies outside of a workspace that is not trusted
   */
  async choose(files: readonly vscode.Uri[], base: vscode.Uri): Promise<void> {
    for (const uri of files) {
      const folder = await outsideFolder(uri, base, this.own);
      if (folder === undefined) continue;
      if (!vscode.workspace.isTrusted) throw refused(nameOf(uri), untrusted(nameOf(uri)));
      await this.#allow(folder);
    }
  }

  /** Asks again about what was not allowed, when it is needed the next time. */
  forgetAnswers(): void {
    this.#asked.clear();
  }

  async #ask(document: vscode.Uri, { name }: CsvFile, folder: vscode.Uri): Promise<void> {
    if (this.#asked.has(folder.toString())) return;
    this.#asked.add(folder.toString());
    const read = say(message("Read It"));
    const sentence = message(
      "{0} learns from {1}, which lies outside of this workspace. May files in {2} be read?",
      nameOf(document),
      name,
      folder.scheme === "file" ? folder.fsPath : folder.path,
    );
    if ((await vscode.window.showWarningMessage(say(sentence), read)) === read) await this.#allow(folder);
  }

  #isAllowed(folder: vscode.Uri): boolean {
    return vscode.workspace.isTrusted && this.#folders.includes(folder.toString());
  }

  async #allow(folder: vscode.Uri): Promise<void> {
    if (this.#folders.includes(folder.toString())) return;
    await this.memory?.update(KEY, [...this.#folders, folder.toString()]);
    this.#changed.fire();
  }

  get #folders(): readonly string[] {
    return this.memory?.get<readonly string[]>(KEY) ?? [];
  }
}

/** Those of the window. */
export const dataAccess = new DataAccess();

/**
 * Begins something once the workspace is trusted: now, if it is. What is given back ends it, or keeps it
 * from beginning.
 */
export function onceTrusted(begin: () => vscode.Disposable | undefined): vscode.Disposable {
  let begun = vscode.workspace.isTrusted ? begin() : undefined;
  const waiting = vscode.workspace.onDidGrantWorkspaceTrust(() => (begun ??= begin()));
  return {
    dispose: () => {
      waiting.dispose();
      begun?.dispose();
    },
  };
}

/**
 * Whether a file lies in the workspace, or in the folder of a document that belongs to none, links followed.
 */
export async function isInside(file: vscode.Uri, base: vscode.Uri): Promise<boolean> {
  return (await outsideFolder(file, base, dataAccess.own)) === undefined;
}

/**
 * The folder of a file that lies outside of the workspace and of the extension's own folder, links followed;
 * undefined if it lies inside.
 */
async function outsideFolder(file: vscode.Uri, base: vscode.Uri, own: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const open = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  // A document of no workspace that the person opened has its data beside it.
  const folders = [...open, ...(vscode.workspace.isTrusted || open.length === 0 ? [base] : []), ...(own ? [own] : [])];
  const place = await real(file);
  for (const folder of folders) if (isWithin(place, await real(folder))) return undefined;
  return folderOf(place);
}

/** Whether a file lies in a folder of the workspace, links followed. */
export async function isInWorkspace(file: vscode.Uri): Promise<boolean> {
  const place = await real(file);
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) if (isWithin(place, await real(uri))) return true;
  return false;
}

function asFolder({ path }: vscode.Uri): string {
  return path.endsWith("/") ? path : `${path}/`;
}

/** Whether a file lies in a folder, or is it. */
function isWithin(file: vscode.Uri, folder: vscode.Uri): boolean {
  return file.scheme === folder.scheme && file.authority === folder.authority && asFolder(file).startsWith(asFolder(folder));
}

/** Where the links of a path lead. Of a file that is not there, where its folder is. */
async function real(uri: vscode.Uri): Promise<vscode.Uri> {
  const place = onDisk(uri);
  if (place === undefined) return uri;
  try {
    return vscode.Uri.file(await place.disk.realPath(place.path));
  } catch {
    const folder = folderOf(uri);
    return folder.path === uri.path ? uri : vscode.Uri.joinPath(await real(folder), nameOf(uri));
  }
}

function outside(name: string): Message {
  return message("{0} lies outside of this workspace. Allow it to be read, or move it into the workspace.", name);
}

function untrusted(name: string): Message {
  return message("{0} lies outside of this workspace, which is not trusted. Trust the workspace, or move the file into it.", name);
}

function refused(name: string, sentence: Message): ProblemError {
  return new ProblemError({ severity: "error", code: "outside-workspace", message: sentence, path: ["data", "file"], file: name });
}
