// What a builder asks about its document's CSVs.

import * as vscode from "vscode";
import type { DataHost } from "../../protocol/data-host.ts";
import type { Tables } from "../../protocol/worker.ts";
import { dataFacet } from "../../session/facets.ts";
import type { DocumentSession } from "../document/session.ts";
import { tellFailure } from "../tell-failure.ts";
import { chooseCsv, useDroppedCsv } from "./choose-csv.ts";
import { openCsvs } from "./open-csv.ts";

export function dataHost(session: DocumentSession, worker: Tables): DataHost {
  return {
    ...dataFacet(session),
    chooseCsv: () => tellFailure(() => chooseCsv(worker, session)),
    useCsv: (uri) => tellFailure(() => useDroppedCsv(worker, session, vscode.Uri.parse(uri, true))),
    openCsv: (place) => openCsvs(session.csvs, place),
  };
}
