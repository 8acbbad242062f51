// What a builder asks of a training step.

import type { InsideHost } from "../../protocol/inside-host.ts";
import type { Inside } from "../../protocol/worker.ts";
import { DocumentInside } from "../../session/inside/document-inside.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";

export function insideHost(session: DocumentSession, worker: Inside): InsideHost {
  const { uri } = session.document;
  return new DocumentInside(session, {
    worker,
    document: uri.toString(),
    sources: (file) => sourceReferences(uri, file),
    encodingHint: () => encodingHint(uri),
  });
}
