// The port of a page in VS Code to the extension.

import type { Port } from "../src/protocol/channel.ts";

/** @param vscode what VS Code hands to a page, once */
export function vscodePort(vscode: { postMessage(value: unknown): void }): Port {
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's function has no
    // origin.
    post: (value) => vscode.postMessage(value),
    listen: (listener) => {
      const receive = (event: MessageEvent<unknown>): void => listener(event.data);
      window.addEventListener("message", receive);
      return () => window.removeEventListener("message", receive);
    },
  };
}
