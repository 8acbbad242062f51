// What a builder asks for its document as code.

import type { CodeHost } from "../../protocol/code-host.ts";
import type { DocumentSession } from "../document/session.ts";
import { tellFailure } from "../tell-failure.ts";
import type { CodeBeside } from "./code-beside.ts";
import type { CodeBindings } from "./code-bindings.ts";
import type { ExportTools } from "./export-code.ts";

export function codeHost(session: DocumentSession, code: CodeBeside, bindings: CodeBindings, tools: ExportTools): CodeHost {
  return {
    exportCode: async () => void (await tellFailure(async () => (await import("./export-code.ts")).exportCode(session, tools))),
    showCode: () => tellFailure(() => code.show(session)),
    openBoundCode: () => tellFailure(() => bindings.open(session)),
  };
}
