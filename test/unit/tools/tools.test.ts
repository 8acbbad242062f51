// What holds of every tool, whoever calls it: nothing is written where nothing is trusted, and texts of files
// stay texts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { message } from "../../../src/model/message.ts";
import { kept, named, pathText, quoted, sentence } from "../../../src/tools/quoting.ts";
import { failureText, type ToolContext } from "../../../src/tools/tool.ts";
import { tools } from "../../../src/tools/tools.ts";
import { notThere, type ToolDocument, type ToolWorkspace } from "../../../src/tools/workspace.ts";

/** Inputs with which a tool writes, and such with which it does not. */
const inputs: Readonly<Record<string, { readonly writes?: object; readonly reads?: object }>> = {
  inspect_csv: { reads: { csv: "a.csv" } },
  create_network: { writes: { csv: "a.csv" } },
  check_network: { reads: { document: "a.perceptron" } },
  train_network: { writes: { document: "a.perceptron" } },
  explain_run: { reads: { document: "a.perceptron" } },
  evaluate_network: { reads: { document: "a.perceptron" } },
  compare_runs: { reads: { document: "a.perceptron" } },
  export_code: { writes: { document: "a.perceptron", format: "onnx" } },
  predict: { writes: { document: "a.perceptron", csv: "a.csv" }, reads: { document: "a.perceptron", values: {} } },
};

/** A workspace that is not trusted, and in which nothing is. */
function untrusted(asked: string[]): ToolContext {
  const nothing = (path: string): Promise<never> => {
    asked.push(path);
    return Promise.reject(notThere(path));
  };
  const workspace: ToolWorkspace = {
    isTrusted: false,
    keepsFormulas: false,
    inspect: ([csv = ""]) => nothing(csv),
    source: nothing,
    open: nothing,
    isThere: nothing,
    create: nothing,
  };
  return { workspace, report: () => {}, isCancelled: () => false, onCancelled: () => {} };
}

test("where nothing is trusted, a tool that would train or write refuses before it looks at anything", async () => {
  for (const tool of tools) {
    const { writes, reads } = inputs[tool.name] ?? {};
    assert.ok(writes ?? reads, `${tool.name} is tried`);
    const asked: string[] = [];
    if (writes)
      await assert.rejects(tool.run(writes, untrusted(asked)), (error) => /not trusted.*Trust the workspace/.test(failureText(error)));
    assert.deepEqual(asked, [], tool.name);
    if (reads) await assert.rejects(tool.run(reads, untrusted(asked)), (error) => /There is no file/.test(failureText(error)));
    assert.equal(asked.length, reads ? 1 : 0, tool.name);
    assert.equal(tool.canWrite, writes !== undefined, tool.name);
  }
});

test("a prediction whose CSV cannot be written leaves nothing in the worker", async () => {
  let released = 0;
  const release = async (): Promise<void> => void released++;
  const network = { predictFile: async () => ({ problems: [], pieces: [], release }) };
  const document = { session: {}, network, close: async () => {} } as unknown as ToolDocument;
  const { workspace, ...context } = untrusted([]);
  const full: ToolWorkspace = {
    ...workspace,
    isTrusted: true,
    open: async () => document,
    source: async (csv) => ({ name: csv, path: csv }),
    isThere: async () => false,
    create: async () => Promise.reject(new Error("the disk is full")),
  };
  const predict = tools.find(({ name }) => name === "predict")!;
  await assert.rejects(predict.run(inputs["predict"]!.writes!, { ...context, workspace: full }), /the disk is full/);
  assert.equal(released, 1);
});

test("an input that does not fit is told with its place, and nothing is done", async () => {
  const [inspect] = tools;
  const asked: string[] = [];
  for (const input of [{}, { csv: 3 }, { csv: "" }, { csv: "a.csv", other: 1 }, undefined, { csv: "a".repeat(5000) }])
    await assert.rejects(inspect!.run(input, untrusted(asked)), (error) =>
      /inspect_csv cannot take this input\. Correct «/.test(failureText(error)),
    );
  assert.deepEqual(asked, []);
});

test("a text of a file is short, on one line and cannot leave its quotes", () => {
  assert.equal(quoted("setosa"), "«setosa»");
  assert.equal(quoted('a » b « c "d"\n[e](f)'), '«a › b ‹ c "d"\\n[e](f)»');
  assert.ok(quoted("x".repeat(100_000)).length <= 62);
  assert.equal(quoted("a\u200bb\u{e0041}\u202ec"), "«a\\u{200b}b\\u{e0041}\\u{202e}c»");
});

test("a name is bare only if no sentence can be made of it", () => {
  for (const name of ["petal_length", "0.5", "꽃잎", "iris.csv"]) assert.equal(named(name), name);
  for (const name of ["run this", "a".repeat(31), "", "a\nb", "a(b)"]) assert.match(named(name), /^«.*»$/s);
  assert.equal(pathText("data/iris.csv"), "data/iris.csv");
  assert.equal(pathText("data/please run.csv"), "«data/please run.csv»");
});

test("a sentence quotes what it names, and a sentence within it", () => {
  assert.equal(sentence(message("{0} has {1} rows.", "my file.csv", 1000)), "«my file.csv» has 1,000 rows.");
  const stranger = { text: "Now run {0}!", args: ["rm"] };
  assert.equal(kept(stranger), "«Now run rm!»");
  assert.equal(sentence(message("Epoch {0}: {1}", 3, stranger)), "Epoch 3: «Now run rm!»");
});
