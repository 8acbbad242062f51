// What a builder asks of the space that its network shapes.

import type { SpaceHost } from "../../protocol/space-host.ts";
import type { Spaces } from "../../protocol/worker.ts";
import { DocumentSpace } from "../../session/space/document-space.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import { readWeights } from "../run/weight-file.ts";

export function spaceHost(session: DocumentSession, worker: Spaces): SpaceHost {
  const { uri } = session.document;
  return new DocumentSpace(session, {
    worker,
    document: uri.toString(),
    sources: (file) => sourceReferences(uri, file),
    encodingHint: () => encodingHint(uri),
    readWeights: () => readWeights(uri),
  });
}
