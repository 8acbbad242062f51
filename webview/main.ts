// The webview of a real VS Code: opens the channel to the extension and starts the builder on it.

import "./builder/perceptron-builder/perceptron-builder.ts";
import { BuilderClient } from "./builder-client.ts";
import { layOut } from "./page.ts";
import type { ViewState } from "./view-state.ts";
import { vscodePort } from "./vscode-port.ts";

declare function acquireVsCodeApi(): {
  postMessage(value: unknown): void;
  getState(): unknown;
  setState(value: ViewState): void;
};

const vscode = acquireVsCodeApi();

await layOut("perceptron-builder").start(new BuilderClient(vscodePort(vscode)), {
  get: () => vscode.getState(),
  set: (value) => vscode.setState(value),
});
