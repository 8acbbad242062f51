// Exported scripts as text: golden ones to be read by people, the parts a document does not need, and what is
// refused. That the scripts run and print the same losses is shown in test/export. To renew the golden
// scripts: UPDATE_GOLDEN=1.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { exportPyTorch, writePyTorch } from "../../../src/code/pytorch/pytorch.ts";
import { format } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { experimentOf, type Files, scriptOf, summaryOf } from "../../fixtures/code/script.ts";
import { readingDocuments } from "../../fixtures/code/reading-documents.ts";
import { trainingDocuments } from "../../fixtures/code/training-documents.ts";

function sample(name: string): Files {
  return { [`${name}.csv`]: readFileSync(`samples/${name}.csv`), "a.perceptron": readFileSync(`samples/${name}.perceptron`) };
}

const golden: Readonly<Record<string, string>> = {
  binary: await scriptOf(sample("binary"), { name: "binary.perceptron" }),
  iris: await scriptOf(sample("iris"), { name: "iris.perceptron" }),
  penguins: await scriptOf(sample("penguins"), { name: "penguins.perceptron" }),
  fills: await scriptOf(documents["fills of every kind"]!, { name: "fills.perceptron" }),
  "by-hand": await scriptOf(documents["weights set by hand"]!, { name: "by-hand.perceptron" }),
  stopping: await scriptOf(trainingDocuments["everything at once"]!, { name: "stopping.perceptron" }),
  "one-cycle": await scriptOf(trainingDocuments["OneCycleLR in three phases, as long as the run"]!, { name: "one-cycle.perceptron" }),
  layers: await scriptOf(trainingDocuments["BatchNorm1d, Dropout and Step together"]!, { name: "layers.perceptron" }),
};

for (const [name, script] of Object.entries(golden))
  test(`${name} is exported as in test/fixtures/code/${name}.py`, () => {
    const path = `test/fixtures/code/${name}.py`;
    if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(path, script);
    assert.equal(script, readFileSync(path, "utf8"));
  });

const all = { ...documents, ...readingDocuments, ...trainingDocuments };

/** The script of every document. */
const scripts: Readonly<Record<string, string>> = Object.fromEntries(
  await Promise.all(Object.entries(all).map(async ([name, files]) => [name, await scriptOf(files)] as const)),
);

function has(name: string, pattern: RegExp): boolean {
  return pattern.test(scripts[name]!);
}

test("each layer is found on its own lines, and lines with one layer on them say no other", async () => {
  for (const [name, files] of Object.entries(all)) {
    const experiment = experimentOf(files);
    const { text, layers } = writePyTorch(experiment, await summaryOf(files), { csv: experiment.data.file, name: "a" });
    const lines = text.split("\n");
    assert.equal(layers.length, experiment.layers.length, name);
    for (const [index, layer] of experiment.layers.entries()) {
      const [first] = layers[index]!;
      assert.ok(first, `${name}: layer ${index} stands nowhere`);
      const own = lines.slice(first.from, first.to).join("\n");
      assert.match(own, layer.type === "Step" ? /\bStep\(/ : new RegExp(`nn\\.${layer.type}\\(`), `${name}: layer ${index}`);
      if (layer.name !== undefined)
        assert.ok(own.includes(`# ${layer.name.trim().split(/\s/)[0]}`), `${name}: the label of layer ${index}`);
      for (const { from, to } of layers[index]!) assert.ok(from < to && to < lines.length, name);
    }
  }
});

test("a script has only what its document needs", () => {
  assert.ok(!has("no validation split, the last batch dropped", /validation/));
  assert.ok(has("no validation split, the last batch dropped", /drop_last=True/));
  assert.ok(!has("no test split, no shuffling", /test_|shuffle/));
  assert.ok(!has("training rows only", /evaluate|validation|test_/));
  assert.ok(!/get_dummies|standardize|fill_with|OWN_MISSING|import io|datetime|encoding=|factorize/.test(golden["binary"]!));
  assert.ok(has("no header, tabs", /sep="\\t",\s+header=None,\s+names=COLUMNS/));
  assert.ok(has("fractions whose sum is more than 1 in double precision", /\[0\.56, 0\.33, 1 - 0\.56 - 0\.33\]/));
  assert.ok(has("every layer without parameters", /# first of all\n {8}nn\.Linear\(2, 6\)/));
});

/** What a script calls to make its optimizer, scheduler or loss_function, on one line. */
function made(name: string, what: "optimizer" | "scheduler" | "loss_function"): string {
  const found = new RegExp(`^    ${what} = (?:[a-z_]+\\.)+([^\\n]*(?:\\n {8}[^\\n]*)*(?:\\n    \\))?)`, "m").exec(scripts[name]!)?.[1];
  return (found ?? "nothing").replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(/,? \)/g, ")");
}

test("what trains the network has its arguments by name, and none that is PyTorch's default", () => {
  const expected: [name: string, what: Parameters<typeof made>[1], call: string][] = [
    ["Adam as it is", "optimizer", "Adam(network.parameters(), lr=0.001)"],
    ["Rprop with its parameters", "optimizer", "Rprop(network.parameters(), lr=0.02, etas=(0.4, 1.3), step_sizes=(0.00001, 0.1))"],
    ["StepLR", "scheduler", "StepLR(optimizer, step_size=3)"],
    ["MultiStepLR", "scheduler", "MultiStepLR(optimizer, milestones=[2, 5, 5], gamma=0.5)"],
    ["LinearLR", "scheduler", "LinearLR(optimizer)"],
    [
      "OneCycleLR over the whole run",
      "scheduler",
      "OneCycleLR(optimizer, max_lr=0.05, total_steps=max(1, options.epochs * len(train_loader)))",
    ],
    [
      "OneCycleLR in three phases, with a length of its own",
      "scheduler",
      'OneCycleLR(optimizer, max_lr=0.05, total_steps=80, anneal_strategy="linear", base_momentum=0.7, max_momentum=0.9, three_phase=True)',
    ],
    ["CyclicLR", "scheduler", 'CyclicLR(optimizer, base_lr=0.01, max_lr=0.1, step_size_up=5, step_size_down=9, mode="triangular2")'],
    ["MultiMarginLoss with its parameters", "loss_function", "MultiMarginLoss(p=2, margin=0.5, weight=torch.tensor([1.0, 2.0, 0.5]))"],
    ["BCEWithLogitsLoss", "loss_function", "BCEWithLogitsLoss(pos_weight=torch.tensor([3.0]))"],
  ];
  for (const [name, what, call] of expected) assert.equal(made(name, what), call);
});

test("layers have what PyTorch cannot know", () => {
  assert.ok(has("BatchNorm1d by the plain mean, without weights, first", /nn\.BatchNorm1d\(2, momentum=None, affine=False\),/));
  assert.ok(has("LayerNorm", /nn\.LayerNorm\(6\),.*nn\.LayerNorm\(5, eps=0\.1, elementwise_affine=False\),/s));
  assert.ok(has("PReLU with one slope and with several", /nn\.PReLU\(\),.*nn\.PReLU\(num_parameters=4, init=0\.1\),/s));
  assert.ok(has("GLU", /nn\.GLU\(\),.*nn\.GLU\(dim=1\),/s));
  assert.ok(has("Softmin, Softmax over the batch", /nn\.Softmin\(dim=-1\),.*nn\.Softmax\(dim=0\),/s));
  assert.ok(has("Step last", /^class Step\(nn\.Module\):.* {8}Step\(\),/ms));
  assert.ok(!has("LayerNorm", /Step/));
});

test("a scheduler steps where PyTorch steps it, and the loop has nothing that is not used", () => {
  const step = /^( +)scheduler\.step\((.*)\)$/m;
  assert.deepEqual(step.exec(scripts["StepLR"]!)?.slice(1), [" ".repeat(8), ""]);
  assert.deepEqual(step.exec(scripts["ReduceLROnPlateau"]!)?.slice(1), [" ".repeat(8), "validation_loss"]);
  assert.deepEqual(step.exec(scripts["ReduceLROnPlateau on the training loss"]!)?.slice(1), [" ".repeat(8), "train_loss"]);
  assert.ok(
    has("CyclicLR", /def train\(network, loader, loss_function, optimizer, scheduler\):.*optimizer\.step\(\)\n {8}scheduler\.step\(\)\n/s),
  );
  assert.ok(has("StepLR", /def train\(network, loader, loss_function, optimizer\):/));
  assert.ok(!/scheduler|clip_grad|best|copy|is_last|break/.test(golden["iris"]!));
  assert.ok(
    has(
      "gradients clipped",
      /loss\.backward\(\)\n {8}nn\.utils\.clip_grad_norm_\(network\.parameters\(\), 0\.5\)\n {8}optimizer\.step\(\)/,
    ),
  );
});

test("early stopping looks at the loss it is to look at", () => {
  assert.ok(has("early stopping that stops", /if validation_loss < best_loss:.* or epoch - best_epoch >= 2$/ms));
  assert.ok(has("early stopping on the training loss", /if train_loss < best_loss - 1\.5:/));
});

test("scripts import the standard library, torch and pandas", () => {
  const modules = new Set(
    Object.values(scripts).flatMap((script) => [...script.matchAll(/^(?:import|from) (\w+)/gm)].map((match) => match[1])),
  );
  assert.deepEqual(modules, new Set(["argparse", "copy", "csv", "datetime", "gzip", "io", "math", "pathlib", "pandas", "re", "torch"]));
});

test("the CSV's path is the one the script is told, the document's where it has several", async () => {
  const files = documents["several files"]!;
  const experiment = experimentOf(files);
  const summary = await summaryOf(files);
  const csvOf = (csv: string | readonly string[]) => /^CSV = .*$/m.exec(exportPyTorch(experiment, summary, { csv, name: "a" }))?.[0];
  assert.equal(csvOf(["../a.csv", "../more/b.csv"]), 'CSV = [FOLDER / "../a.csv", FOLDER / "../more/b.csv"]');
  assert.equal(csvOf("a.csv"), 'CSV = [FOLDER / "a.csv", FOLDER / "more/b.csv"]');
});

async function refusal(files: Files): Promise<string> {
  try {
    await scriptOf(files);
  } catch (error) {
    if (error instanceof ProblemError) return `${error.problem.path.join(".")}: ${format(error.problem.message)}`;
    throw error;
  }
  return "no refusal";
}

function table(csv: string, data: object = {}): Files {
  return {
    "a.csv": csv,
    "a.perceptron": {
      format: 1,
      data: { file: "a.csv", target: "y", ...data },
      layers: [{ type: "Linear", out_features: 1 }],
      training: { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 } },
    },
  };
}

function rows(cell: string): string {
  return `c,y\n${`${cell},1\nb,2\n`.repeat(10)}`;
}

test("what a script would read otherwise is refused", async () => {
  assert.match(await refusal(table(rows('" a"'))), /^data\.columns\.c: Column "c" has the value " a" with blanks at its edge/);
  assert.equal(await refusal(table(rows('"a\n# b"'), { comment: "#" })), "no refusal");
  assert.match(await refusal(table(rows("a"), { columns: { c: { missing_values: ["- "] } } })), /has the value "- " with blanks/);
  const sigmoid = { ...table("x,y\n1,0\n2,1\n3,1\n"), "a.perceptron": { ...experimentOf(table("")), layers: [{ type: "Sigmoid" }] } };
  assert.match(await refusal(sigmoid), /^layers: The network has no weights/);
  const fixed = { ...sigmoid, "a.perceptron": { ...experimentOf(table("")), layers: [{ type: "LayerNorm", elementwise_affine: false }] } };
  assert.match(await refusal(fixed), /^layers: The network has no weights/);
  assert.match(await refusal(table(rows("a"), { target: "nothing" })), /^data\.target: .*no column "nothing"/);
});

test("a Parquet file is read as one, and its values as the texts that a CSV of them would have", async () => {
  const files = {
    ...table("", { file: "a.parquet", target: "n", features: ["d", "s"] }),
    "a.parquet": readFileSync("test/fixtures/data/values.snappy.parquet"),
  };
  const script = await scriptOf(files);
  assert.match(script, /# Needs torch 1\.13, pyarrow and pandas 1\.5, or newer\./);
  assert.match(script, / {4}table = pd\.read_parquet\(path\)\n/);
  assert.match(script, /astype\(object\)\.where\(table\.notna\(\), ""\)\.astype\(str\)\n/);
  assert.doesNotMatch(script, /read_csv/);
});

test("an encoding that Python does not have is refused", async () => {
  const files = documents["several files"]!;
  const summary = await summaryOf(files);
  assert.throws(
    () =>
      exportPyTorch(
        experimentOf(files),
        { ...summary, dialect: { ...summary.dialect, encoding: "x-user-defined" } },
        { csv: "a", name: "a" },
      ),
    (error: unknown) => error instanceof ProblemError && error.problem.code === "encoding-not-in-python",
  );
});
