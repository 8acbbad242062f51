// What a builder asks for its document as code.

import type { CodeHost } from "../../protocol/code-host.ts";
import type { DocumentSession } from "../document/session.ts";
import { tellFailure } from "../tell-failure.ts";
import type { CodeBeside } from "./code-beside.ts";
import { exportCode } from "./export-code.ts";

export function codeHost(session: DocumentSession, code: CodeBeside): CodeHost {
  return {
    exportCode: async () => void (await tellFailure(() => exportCode(session))),
    showCode: () => tellFailure(() => code.show(session)),
  };
}
