// The tools as VS Code's agent mode calls them: each says what it is about to do, and asks before it writes.
// They are loaded when the first is called, because most windows call none.

import * as vscode from "vscode";
import { ProblemError } from "../../model/problem.ts";
import type { Tool } from "../../tools/tool.ts";
import type { ToolWorkspace } from "../../tools/workspace.ts";
import { log } from "../log.ts";
import { say } from "../text.ts";

/**
 * @param names of the tools, as the manifest has them
 * @param open makes what they work on
 */
export function registerTools(names: readonly string[], open: () => Promise<ToolWorkspace>): vscode.Disposable {
  let workspace: Promise<ToolWorkspace> | undefined;
  const loaded = async (name: string): Promise<vscode.LanguageModelTool<object>> => {
    const { tools } = await import("../../tools/tools.ts");
    const tool = tools.find((one) => `perceptron_${one.name}` === name)!;
    return languageModelTool(tool, await (workspace ??= open()));
  };
  return vscode.Disposable.from(
    ...names.map((name) =>
      vscode.lm.registerTool<object>(name, {
        prepareInvocation: async (options, token) => (await loaded(name)).prepareInvocation?.(options, token),
        invoke: async (options, token) => (await loaded(name)).invoke(options, token),
      }),
    ),
  );
}

export function languageModelTool(tool: Tool, workspace: ToolWorkspace): vscode.LanguageModelTool<object> {
  return {
    prepareInvocation: ({ input }) => {
      try {
        const writes = tool.writes(input);
        return {
          invocationMessage: say(tool.doing(input)),
          ...(writes ? { confirmationMessages: { title: say(tool.title), message: say(writes) } } : {}),
        };
      } catch (error) {
        // What does not fit is said by the answer, and writes nothing.
        if (error instanceof ProblemError) return undefined;
        throw error;
      }
    },
    invoke: async ({ input }, token) => {
      try {
        const text = await tool.run(input, {
          workspace,
          // The builder and the status bar show how far a run is; VS Code gives a tool no place for it.
          report: () => {},
          isCancelled: () => token.isCancellationRequested,
          onCancelled: (act) => void token.onCancellationRequested(act),
        });
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } catch (error) {
        if (!(error instanceof ProblemError)) log.error(error instanceof Error ? error : String(error));
        const { failureText } = await import("../../tools/tool.ts");
        throw new Error(failureText(error), { cause: error });
      }
    },
  };
}
