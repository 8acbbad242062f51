// The tools over the Model Context Protocol, for agents outside of VS Code: standard input and output of one
// process, which works in one folder.

import { availableParallelism } from "node:os";
import { Server, type ServerContext } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { message } from "../model/message.ts";
import { nearest } from "../model/nearest.ts";
import { ProblemError } from "../model/problem.ts";
import { QUOTES } from "../tools/quoting.ts";
import { failureText, type Tool, type ToolProgress, wrong } from "../tools/tool.ts";
import { tools } from "../tools/tools.ts";
import { FolderWorkspace } from "./folder-workspace.ts";
import { RootFolder } from "./root-folder.ts";

const INSTRUCTIONS = `Neural networks on CSVs. A network is a .perceptron document, JSON that you may edit as a file. The usual way: inspect_csv, create_network, check_network, train_network, explain_run, evaluate_network, then export_code or predict. All paths lie in the server's folder. ${QUOTES}`;

/**
 * Serves the tools until the other side hangs up; runs that go on then end, weights first.
 * @param folder the only one in which tools read and write
 */
export async function serveTools(folder: string, version: string): Promise<void> {
  const machine = { cores: availableParallelism(), platform: `${process.platform} ${process.arch}`, version };
  const workspace = new FolderWorkspace(new RootFolder(folder), machine, log);
  const answering = new Set<Promise<unknown>>();
  const call = async (name: string, input: unknown, { mcpReq }: ServerContext) => {
    const { signal, notify, _meta } = mcpReq;
    const progressToken = _meta?.progressToken;
    const report = ({ done, total, text }: ToolProgress): void => {
      if (progressToken === undefined) return;
      const told = { progressToken, progress: done, total, message: text };
      notify({ method: "notifications/progress", params: told }).catch(log);
    };
    const onCancelled = (act: () => void): void => signal.addEventListener("abort", act);
    try {
      const text = await toolOf(name).run(input, { workspace, report, isCancelled: () => signal.aborted, onCancelled });
      return { content: [{ type: "text" as const, text }] };
    } catch (error) {
      if (!(error instanceof ProblemError)) log(error);
      return { content: [{ type: "text" as const, text: failureText(error) }], isError: true };
    }
  };
  const hungUp = new Promise<void>((resolve) => process.stdin.once("end", resolve).once("close", resolve));
  const connection = serveStdio(
    () => {
      const server = new Server({ name: "perceptron", version }, { capabilities: { tools: {} }, instructions: INSTRUCTIONS });
      server.setRequestHandler("tools/list", () => ({ tools: tools.map(described) }));
      server.setRequestHandler("tools/call", ({ params }, context) => {
        const answer = call(params.name, params.arguments ?? {}, context);
        answering.add(answer);
        return answer.finally(() => answering.delete(answer));
      });
      return server;
    },
    { onerror: log },
  );
  await hungUp;
  await connection.close();
  // What was asked for is stopped by then, and a run that stops still writes its weights.
  await Promise.all(answering);
}

/**
 * Standard output is the protocol's. That nobody reads it any more is no failure: the other side has hung
 * up.
 */
function log(error: unknown): void {
  if (error instanceof Error && "code" in error && error.code === "EPIPE") return;
  console.error(error instanceof Error ? error.message : String(error));
}

function described({ name, title, about, schema, canWrite }: Tool) {
  return {
    name,
    title: title.text,
    description: about,
    inputSchema: schema as { readonly type: "object" },
    annotations: { title: title.text, readOnlyHint: !canWrite, destructiveHint: false, openWorldHint: false },
  };
}

function toolOf(name: string): Tool {
  const found = tools.find((tool) => tool.name === name);
  if (found) return found;
  const names = tools.map((tool) => tool.name);
  throw wrong("no-tool", message("There is no tool {0}. Did you mean {1}?", name, nearest(name, names)));
}
