// The folder of a document that only VS Code can reach, as on a virtual workspace.

import * as vscode from "vscode";
import { isTemporary, temporaryName } from "../../disk/temporary-name.ts";
import { isMissing, readAtMost } from "../files.ts";
import { nth, type RunFiles, type RunStorage } from "../../session/runs/run-storage.ts";

export class EditorStorage implements RunStorage {
  readonly #folder: vscode.Uri;

  /** @param folder it need not be there yet */
  constructor(folder: vscode.Uri) {
    this.#folder = folder;
  }

  async list(): Promise<string[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.#folder);
      return entries.filter(([name, type]) => type === vscode.FileType.Directory && !isTemporary(name)).map(([name]) => name);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async read(run: string, file: string, most: number): Promise<Uint8Array> {
    return readAtMost(this.#at(run, file), most);
  }

  async add(run: string, files: RunFiles): Promise<string> {
    const temporary = temporaryName(run);
    try {
      await vscode.workspace.fs.createDirectory(this.#at(temporary));
      for (const [name, bytes] of Object.entries(files)) await vscode.workspace.fs.writeFile(this.#at(temporary, name), bytes);
      const taken = new Set(await this.list());
      let times = 1;
      while (taken.has(nth(run, times))) times++;
      await vscode.workspace.fs.rename(this.#at(temporary), this.#at(nth(run, times)), { overwrite: false });
      return nth(run, times);
    } catch (error) {
      await this.remove(temporary);
      throw error;
    }
  }

  async replace(run: string, file: string, bytes: Uint8Array): Promise<void> {
    const temporary = this.#at(run, temporaryName(file));
    await vscode.workspace.fs.writeFile(temporary, bytes);
    await vscode.workspace.fs.rename(temporary, this.#at(run, file), { overwrite: true });
  }

  async remove(run: string): Promise<void> {
    try {
      await vscode.workspace.fs.delete(this.#at(run), { recursive: true, useTrash: false });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  #at(...path: readonly string[]): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, ...path);
  }
}
