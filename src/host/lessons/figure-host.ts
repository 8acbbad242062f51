// What the live figures of a lesson ask of the person's copy of its document.

import type { FigureHost } from "../../protocol/figure-host.ts";
import type { Figures } from "../../protocol/worker.ts";
import { DocumentFigures } from "../../session/figures/document-figures.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import { readWeights } from "../run/weight-file.ts";

export function figureHost(session: DocumentSession, worker: Figures): FigureHost {
  const { uri } = session.document;
  return new DocumentFigures(session, {
    worker,
    document: uri.toString(),
    sources: (file) => sourceReferences(uri, file),
    encodingHint: () => encodingHint(uri),
    readWeights: () => readWeights(uri),
  });
}
