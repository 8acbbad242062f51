// The curve as a TensorBoard event file: in a folder of its own within the one that the person names, because
// TensorBoard shows each folder as a run.

import * as vscode from "vscode";
import { eventFile, eventFileName, scalarsOf, type ScalarStep } from "../../code/formats/tensorboard.ts";
import { message } from "../../model/message.ts";
import { endOf } from "../../protocol/run.ts";
import type { EpochResult } from "../../training/types.ts";
import { replaceFile, stemOf } from "../files.ts";
import type { DocumentSession } from "../document/session.ts";
import { baseFolder } from "../data/sources.ts";
import { say } from "../text.ts";

/** Asks for a folder and writes the curve there. Nothing is written if the person names none. */
export async function saveEvents({ document, run }: DocumentSession): Promise<void> {
  const folder = baseFolder(document.uri);
  const chosen = await vscode.window.showOpenDialog({
    title: say(message("The folder that TensorBoard shows")),
    openLabel: say(message("Save Here")),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(folder ? { defaultUri: folder } : {}),
  });
  if (chosen?.[0] === undefined) return;
  const now = new Date();
  const seconds = now.getTime() / 1000;
  // As in `iris-2026-11-25T10-15-00`: the runs of a document stand below each other.
  const own = vscode.Uri.joinPath(chosen[0], `${stemOf(document.uri)}-${now.toISOString().slice(0, 19).replaceAll(":", "-")}`);
  await vscode.workspace.fs.createDirectory(own);
  await replaceFile(
    vscode.Uri.joinPath(own, eventFileName(seconds)),
    eventFile(stepsOf(run.curve.points, endOf(run.status)?.seconds, seconds)),
  );
  const copy = say(message("Copy Command"));
  const sentence = message("Saved. The command {0} shows it.", `tensorboard --logdir "${chosen[0].fsPath}"`);
  void vscode.window.showInformationMessage(say(sentence), copy).then((choice) => {
    if (choice === copy) void vscode.env.clipboard.writeText(`tensorboard --logdir "${chosen[0]!.fsPath}"`);
  });
}

/**
 * The steps of a file. When each epoch ended is not known any more: they are spread evenly over the time that
 * the run took.
 * @param took seconds from its beginning to its end, if it has ended
 * @param now seconds since 1970
 */
export function stepsOf(points: readonly EpochResult[], took: number | undefined, now: number): ScalarStep[] {
  const last = points.at(-1)?.epoch ?? 0;
  const wallTime = (epoch: number): number => now - ((took ?? 0) * (last - epoch)) / Math.max(1, last);
  return points.map((point) => ({ step: point.epoch, wallTime: wallTime(point.epoch), scalars: scalarsOf(point) }));
}
