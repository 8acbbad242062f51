// Code and builder in a real VS Code, as a person goes through them: a network of a Python file is opened, a
// bound file follows the builder, a conflict is a diff, and an export is looked at before it is written.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { openedBuilder } from "./builder.ts";
import { startOwnSession, startSession } from "./session.ts";

const other = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, hidden=8):
        super().__init__()
        self.fc1 = nn.Linear(3, hidden)
        self.fc2 = nn.Linear(hidden, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))


small = nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())
`;

const model = `from torch import nn

# The network of the report.
model = nn.Sequential(
    nn.Linear(3, 8),  # wide enough
    nn.ReLU(),

    nn.Linear(8, 1),
    nn.Sigmoid(),
)
`;

const loop = `from torch import nn

blocks = [nn.Linear(3, 3) for _ in range(2)]
model = nn.Sequential(*blocks, nn.Linear(3, 1), nn.Sigmoid())
`;

function bound(code: string, layers: readonly object[]): string {
  const training = { loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.01 } };
  return JSON.stringify({ format: 1, data: { file: "binary.csv", target: "pass" }, layers, training, code }, undefined, 2);
}

const files = {
  "other.py": other,
  "model.py": model,
  "loop.py": loop,
  "model.perceptron": bound("model.py", [
    { type: "Linear", out_features: 8 },
    { type: "ReLU" },
    { type: "Linear", out_features: 1 },
    { type: "Sigmoid" },
  ]),
  "differs.perceptron": bound("model.py", [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }]),
  "loop.perceptron": bound("loop.py", [
    { type: "Linear", out_features: 3 },
    { type: "Linear", out_features: 3 },
    { type: "Linear", out_features: 1 },
    { type: "Sigmoid" },
  ]),
};

test("Python and the builder, both ways", async () => {
  const session = await startSession();
  const workbench = await session.open(["binary.csv"], files, { width: 1500, height: 900 });
  const { page, folder } = workbench;
  const picture = (name: string): Promise<void> => workbench.screenshot(`e2e/code/${name}`);

  await workbench.openFile("other.py");
  const lens = page.locator(".codelens-decoration a", { hasText: "Open in Perceptron" });
  await lens.nth(1).waitFor();
  await picture("1-lens");
  await lens.first().click();
  const opened = await openedBuilder(workbench);
  await opened.shows("fc1", "ReLU", "fc2", "Sigmoid");
  await picture("2-opened");

  await workbench.openFile("model.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.card(0).click();
  await builder.fill("out_features", "16");
  await workbench.tab("model.py").waitFor();
  await workbench.openFile("model.py");
  await page.locator(".view-line", { hasText: /nn\.Linear\(3,\s+16\),\s+#\s+wide/ }).waitFor();
  await page.locator(".view-line", { hasText: /nn\.Linear\(16,\s+1\)/ }).waitFor();
  await picture("3-followed");

  await workbench.openFile("model.perceptron");
  await workbench.runCommand("Perceptron: Export…");
  const rows = page.locator(".quick-input-list .monaco-list-row");
  await rows.filter({ hasText: "PyTorch" }).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.locator(".tabs-container .tab", { hasText: "model.ipynb.py" }).waitFor();
  await picture("4-export");
  await page.keyboard.press("End");
  await picture("5-not-yet");
  await page.locator(".quick-input-widget input").fill("Markdown");
  await page.keyboard.press("Enter");
  await page.locator(".notification-toast", { hasText: "Exported: model.md" }).waitFor();
  await picture("6-exported");
  assert.ok(readdirSync(folder).includes("model.md"));

  await workbench.openFile("loop.perceptron");
  const looped = await openedBuilder(workbench);
  await looped.card(0).click();
  await looped.fill("out_features", "5");
  await page.locator(".diff-editor, .monaco-diff-editor").first().waitFor();
  const told = page.locator(".notification-toast", { hasText: "Use Code" });
  await told.waitFor();
  await picture("7-conflict");
  await told.getByRole("button", { name: "Use Code" }).click();
  await page.locator(".monaco-diff-editor").first().waitFor({ state: "detached" });
  await looped.shows("Linear", "Linear", "Linear", "Sigmoid");
  await picture("8-resolved");
});

test("the same in Korean: the line above a network, the formats, a conflict", async () => {
  const session = await startOwnSession({ language: "ko" });
  const workbench = await session.open(["binary.csv"], files, { width: 1500, height: 900 });
  const { page } = workbench;
  await workbench.openFile("other.py");
  await page.locator(".codelens-decoration a", { hasText: "Perceptron에서 열기" }).first().waitFor();
  await workbench.screenshot("e2e/code/korean-1-lens");
  await workbench.openFile("model.perceptron");
  await workbench.webview("perceptron-builder");
  await workbench.runCommand("Perceptron: 내보내기…");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "먼저 학습하세요." }).first().waitFor();
  await workbench.screenshot("e2e/code/korean-2-export");
  await page.locator(".quick-input-widget input").fill("Mermaid");
  await page.keyboard.press("Enter");
  await page.locator(".notification-toast", { hasText: "내보냈습니다: model.mmd" }).waitFor();
  await workbench.screenshot("e2e/code/korean-3-exported");
  await workbench.openFile("differs.perceptron");
  await page.locator(".notification-toast", { hasText: "빌더와 코드의 내용이 다릅니다." }).waitFor();
  await page.locator(".monaco-diff-editor").first().waitFor();
  await workbench.screenshot("e2e/code/korean-4-conflict");
});
