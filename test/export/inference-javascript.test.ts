// The JavaScript module against `perceptron predict`: every layer, loss and way of encoding, the samples and
// the CSVs of test/fixtures/cases.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { javascript } from "../../src/code/javascript/exporter.ts";
import { predictedText } from "../fixtures/code/predicted.ts";
import { makeFolder } from "../fixtures/code/command-line.ts";
import { columnCases, fileCases, type InferenceCase, layerCases, lossCases } from "../fixtures/code/inference/cases.ts";
import { assertSameCsv } from "../fixtures/code/inference/compare.ts";

interface Exported {
  predictCsv(text: string): string;
  selfCheck(): boolean;
}

const groups = { layers: layerCases, losses: lossCases, columns: columnCases, files: fileCases };

async function load({ input }: InferenceCase): Promise<{ readonly module: Exported; readonly path: string }> {
  assert.deepEqual(javascript.refuses(input), []);
  const [module, types] = await javascript.write(input);
  const folder = makeFolder({ [module!.name]: module!.content, [types!.name]: types!.content });
  const path = join(folder, module!.name);
  return { module: (await import(pathToFileURL(path).href)) as Exported, path };
}

for (const [group, make] of Object.entries(groups))
  test(`${group}: the module writes what prediction writes`, async (context) => {
    for (const each of await make())
      await context.test(each.name, async () => {
        const { module, path } = await load(each);
        assert.ok(each.input.check === undefined || module.selfCheck(), "self-check");
        for (const [name, csv] of Object.entries(each.csvs)) {
          const expected = await predictedText(each.weights, name, csv);
          const folder = makeFolder({ "in.csv": csv });
          if (name === "training" && group === "files") {
            const { status, stderr } = spawnSync(process.execPath, [path, "in.csv", "out.csv"], { cwd: folder, encoding: "utf8" });
            assert.deepEqual([stderr, status], ["", 0]);
            assertSameCsv(readFileSync(join(folder, "out.csv"), "utf8"), expected, name);
          } else {
            assertSameCsv(module.predictCsv(new TextDecoder().decode(csv)), expected, name);
          }
        }
      });
  });
