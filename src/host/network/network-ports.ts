// What VS Code gives the trained network of a session; one network for each, because it knows which weights
// the worker was given.

import * as vscode from "vscode";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import type { NetworkPorts } from "../../session/network/network-ports.ts";
import { TrainedNetwork } from "../../session/network/trained-network.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { baseFolder, sourceReferences } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import { readAtMost, stemOf } from "../files.ts";
import { MOST_WEIGHTS, readWeights, weightFileOf, weightName } from "../run/weight-file.ts";

const networks = new WeakMap<DocumentSession, TrainedNetwork>();

/** The trained network of a session. @param worker the one that judges and predicts in this window */
export function networkOf(worker: TrainedNetworks, session: DocumentSession): TrainedNetwork {
  const known = networks.get(session);
  if (known) return known;
  const network = new TrainedNetwork(session, networkPorts(worker, session.document.uri));
  networks.set(session, network);
  return network;
}

export function networkPorts(worker: TrainedNetworks, uri: vscode.Uri): NetworkPorts {
  return {
    worker,
    document: uri.toString(),
    stem: stemOf(uri),
    sources: (file) => sourceReferences(uri, file),
    encodingHint: () => encodingHint(uri),
    readWeights: () => readWeights(uri),
    weightsVersion: () => weightsVersion(uri),
    weightBytes: async (name = weightName(uri)) => {
      const folder = baseFolder(uri);
      return folder && readAtMost(vscode.Uri.joinPath(folder, name), MOST_WEIGHTS);
    },
  };
}

async function weightsVersion(uri: vscode.Uri): Promise<string | undefined> {
  const file = weightFileOf(uri);
  if (file === undefined) return undefined;
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(file);
    return `${mtime} ${size}`;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}
