// Everything a builder asks, put together from its facets.

import * as vscode from "vscode";
import type { BuilderHost } from "../../protocol/builder.ts";
import type { TrainingWorker } from "../../protocol/worker.ts";
import type { CodeBeside } from "../code/code-beside.ts";
import type { CodeBindings } from "../code/code-bindings.ts";
import { codeHost } from "../code/code-host.ts";
import { dataHost } from "../data/data-host.ts";
import type { DebugMarks } from "../debug/debug-marks.ts";
import { documentHost } from "../document/document-host.ts";
import type { DocumentSession } from "../document/session.ts";
import { engineHost } from "../engine/engine-settings.ts";
import { evaluationHost } from "../evaluation/evaluation-host.ts";
import { insideHost } from "../inside/inside-host.ts";
import { networkHost } from "../network/network-host.ts";
import { runHost } from "../run/run-host.ts";
import type { RunActions } from "../runs/run-actions.ts";
import type { RunLibrary } from "../runs/run-library.ts";
import { spaceHost } from "../space/space-host.ts";
import { sweepHost } from "../sweep/sweep-host.ts";
import { placeFacet } from "../../session/facets.ts";
import { pictureHost } from "./save-picture.ts";

/**
 * What a panel answers beside its snapshot.
 * @param worker the one that reads tables, evaluates and predicts
 */
export function builderFacets(
  worker: TrainingWorker,
  code: CodeBeside,
  bindings: CodeBindings,
  library: RunLibrary,
  runs: RunActions,
  debug: DebugMarks,
) {
  return (session: DocumentSession, panel: vscode.WebviewPanel): Omit<BuilderHost, "snapshot"> => ({
    ...documentHost(session, panel, code),
    ...dataHost(session, worker),
    ...runHost(session),
    ...runs.host(session),
    ...sweepHost(session),
    ...networkHost(session, worker),
    ...insideHost(session, worker),
    ...spaceHost(session, worker),
    ...pictureHost(session),
    ...codeHost(session, code, bindings, { worker, library }),
    ...evaluationHost(session, worker),
    ...engineHost(),
    ...debug.host(session),
    ...placeFacet(session),
    openLesson: async (id) => void (await vscode.commands.executeCommand("perceptron.openLesson", id)),
  });
}
