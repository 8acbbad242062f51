// A lesson's page in a real VS Code: opens the channel to the extension and starts the page on it.

import "./lesson-page/lesson-page.ts";
import { LessonClient } from "./lesson-client.ts";
import { vscodePort } from "../vscode-port.ts";
import { layOut } from "../page.ts";

declare function acquireVsCodeApi(): { postMessage(value: unknown): void; setState(value: unknown): void };

const vscode = acquireVsCodeApi();
// When the window is loaded again, the extension is handed this and shows the same lesson.
vscode.setState({ lesson: decodeURIComponent(document.body.dataset["lesson"] ?? "") });
await layOut("lesson-page").start(new LessonClient(vscodePort(vscode)));
