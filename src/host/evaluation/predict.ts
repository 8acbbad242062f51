// Predictions of a document's trained network for other CSVs, from its weight file alone. Nothing is asked or
// shown here.

import * as vscode from "vscode";
import type { Problem } from "../../model/problem.ts";
import type { Waiting } from "../../session/network/trained-network.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import { dataAccess } from "../data/data-access.ts";
import { csvStem, folderOf, nameOf, writeNewFile } from "../files.ts";
import type { DocumentSession } from "../document/session.ts";
import { reference } from "../data/sources.ts";
import { networkOf } from "../network/network-ports.ts";

/** A CSV with predictions that was written, and what to know about them. */
export interface PredictedFile {
  readonly file: vscode.Uri;
  readonly problems: readonly Problem[];
}

/**
 * Writes a CSV with its predictions beside it, never over another. The CSV must be one that the person has
 * named.
 * @throws ProblemError if nothing is trained, or the CSV cannot be read or does not fit; of code `cancelled`
 *   if the caller has aborted its signal
 */
export async function predictCsv(
  worker: TrainedNetworks,
  session: DocumentSession,
  csv: vscode.Uri,
  waiting?: Waiting,
): Promise<PredictedFile> {
  const document = session.document.uri;
  await dataAccess.choose([csv], folderOf(document));
  const keepsFormulas = vscode.workspace.getConfiguration("perceptron", csv).get<boolean>("keepFormulas", false);
  const source = await reference({ name: nameOf(csv), uri: csv });
  const { problems, pieces, release } = await networkOf(worker, session).predictFile(source, keepsFormulas, waiting);
  try {
    return { file: await writeNewFile(folderOf(csv), `${csvStem(csv)}.predicted`, ".csv", pieces), problems };
  } finally {
    await release();
  }
}
