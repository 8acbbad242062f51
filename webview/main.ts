// The webview of a real VS Code: opens the channel to the extension and starts the builder on it.

import "./builder/perceptron-builder/perceptron-builder.ts";
import type { Port } from "../src/protocol/channel.ts";
import { BuilderClient } from "./builder-client.ts";
import { preparePage } from "./page.ts";
import type { ViewState } from "./view-state.ts";

declare function acquireVsCodeApi(): {
  postMessage(value: unknown): void;
  getState(): unknown;
  setState(value: ViewState): void;
};

const vscode = acquireVsCodeApi();

const port: Port = {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's function has no origin.
  post: (value) => vscode.postMessage(value),
  listen: (listener) => {
    const receive = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener("message", receive);
    return () => window.removeEventListener("message", receive);
  },
};

await preparePage().start(new BuilderClient(port), {
  get: () => vscode.getState(),
  set: (value) => vscode.setState(value),
});
