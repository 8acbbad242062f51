// The detectors both ways: sick networks are told what is wrong with them, healthy ones nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkNetwork } from "../../../../src/model/diagnostics.ts";
import { documentText, parseDocument } from "../../../../src/model/document.ts";
import { applyEdit } from "../../../../src/model/edits.ts";
import { format } from "../../../../src/model/message.ts";
import { firstError } from "../../../../src/model/problem.ts";
import { applyTextEdits } from "../../../../src/model/text-edits.ts";
import type { HealthFinding } from "../../../../src/training/health/finding.ts";
import { detectors } from "../../../../src/training/health/registry.ts";
import { codesOf, experimentOf, watch } from "../../../harness/health.ts";
import { healthy } from "./healthy.ts";
import { sick } from "./sick.ts";

const sentences = (findings: readonly HealthFinding[]): string[] =>
  findings.map(({ code, layer, epoch, message }) => `${code} ${layer} in epoch ${epoch}: ${format(message)}`);

for (const [name, network] of Object.entries(healthy)) {
  test(`healthy: ${name}`, async () => {
    const { findings } = await watch(experimentOf(network), network.csv);
    assert.deepEqual(sentences(findings), []);
  });
}

for (const [name, network] of Object.entries(sick)) {
  test(`sick: ${name}`, async () => {
    const experiment = experimentOf(network);
    const { findings } = await watch(experiment, network.csv);
    const codes = codesOf(findings);
    for (const said of network.says)
      assert.ok(
        codes.some((code) => `${code} `.startsWith(`${said} `)),
        `${said} is not in ${codes.join(", ")}`,
      );
    assert.equal(new Set(codes).size, codes.length, "each code of a layer is told once");
    const text = documentText(experiment);
    for (const { code, epoch, layer, fixes } of findings) {
      assert.ok(epoch >= 1 && epoch <= experiment.training.epochs, `${code} in epoch ${epoch}`);
      assert.ok(layer === null || layer < experiment.layers.length);
      for (const { edit, title } of fixes) {
        const edits = applyEdit(text, edit);
        assert.ok(edits.length > 0, `${code}: ${format(title)} changes nothing`);
        const { experiment: mended, problems } = parseDocument(applyTextEdits(text, edits));
        assert.deepEqual(problems, [], format(title));
        assert.equal(firstError(checkNetwork(mended!)), undefined, `${code}: ${format(title)}`);
      }
    }
  });
}

test("every detector has networks that trigger it", () => {
  const said = Object.values(sick).flatMap(({ says }) => says.map((one) => one.split(" ")[0]!));
  assert.deepEqual(new Set(said), new Set(detectors.map(({ code }) => code)));
});
