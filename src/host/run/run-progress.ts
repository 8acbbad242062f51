// A run that nobody sees: while no builder of the document is on the screen, a notification with Stop.

import * as vscode from "vscode";
import { clockText } from "../../model/clock-text.ts";
import { type Message, message } from "../../model/message.ts";
import type { Preparing, RunStatus } from "../../protocol/run.ts";
import type { RunSlot } from "../../session/run/run-slot.ts";
import { stemOf } from "../files.ts";
import type { DocumentSession } from "../document/session.ts";
import { say } from "../text.ts";

/**
 * Milliseconds that a run goes on unseen before a notification tells of it: one that came and went would only
 * be in the way.
 */
const LONG = 1500;

/** Tells of the run that has just been started while it is not seen, until it is over. */
export function showProgress(session: DocumentSession): void {
  const silence = notifyUnseen(session, stemOf(session.document.uri));
  void session.run.over.then(silence);
}

/** @returns ends it */
function notifyUnseen(session: DocumentSession, name: string): () => void {
  let unseen: ReturnType<typeof setTimeout> | undefined;
  /** Closes the notification, if there is one. */
  let close: (() => void) | undefined;
  const look = (): void => {
    clearTimeout(unseen);
    if (session.isSeen) {
      close?.();
      close = undefined;
    } else if (close === undefined) {
      unseen = setTimeout(() => void notify(name, session.run, new Promise((resolve) => (close = resolve))), LONG);
    }
  };
  const listener = session.onDidChangeVisibility(look);
  look();
  return () => {
    listener.dispose();
    clearTimeout(unseen);
    close?.();
  };
}

async function notify(name: string, run: RunSlot, closed: Promise<void>): Promise<void> {
  // If its types ask for true, VS Code takes the button's text as well, which otherwise reads Cancel.
  const cancellable = say(message("Stop")) as unknown as true;
  const options = { location: vscode.ProgressLocation.Notification, title: say(message("Training {0}", name)), cancellable };
  await vscode.window.withProgress(options, async (progress, cancelled) => {
    let shown = 0;
    const show = (status: RunStatus): void => {
      const percent = status.state === "idle" || status.epochs === 0 ? 0 : (100 * status.epoch) / status.epochs;
      progress.report({ message: say(runPosition(status)), increment: percent - shown });
      shown = percent;
    };
    show(run.status);
    const listeners = [run.onDidChange(show), cancelled.onCancellationRequested(() => void run.stop())];
    await closed;
    for (const listener of listeners) listener.dispose();
  });
}

/** Where a run is. */
export function runPosition(status: RunStatus): Message {
  // It is shown from a run's first moment on, so that a document without one is about to have it.
  if (status.state === "idle" || status.state === "preparing") return preparation(status.state === "idle" ? undefined : status.preparing);
  const [epoch, epochs] = [status.epoch.toLocaleString("en"), status.epochs.toLocaleString("en")];
  if (status.state === "stopping") return message("stopping at epoch {0} of {1}", epoch, epochs);
  if (status.state === "paused") return message("paused at epoch {0} of {1}", epoch, epochs);
  if (status.state !== "running" || status.secondsLeft === undefined) return message("epoch {0} of {1}", epoch, epochs);
  return message("epoch {0} of {1}, {2} left", epoch, epochs, clockText(status.secondsLeft));
}

function preparation(preparing: Preparing | undefined): Message {
  if (preparing === undefined) return message("reading the data");
  const percent = Math.floor(100 * preparing.share);
  return preparing.what === "reading"
    ? message("reading the data, {0} %", percent)
    : message("writing the rows to the disk, {0} %", percent);
}
