// A document as a Jupyter notebook: the cells of the PyTorch script with prose between them, and a plot of
// the curves. The format is nbformat 4.5, whose cells have ids.

import type { ExportInput, Language } from "../exporter.ts";
import { inLanguage } from "../pytorch/comments.ts";
import { dataConstants } from "../pytorch/data.ts";
import { runLines, type RunNames } from "../pytorch/main.ts";
import { imports, scriptParts } from "../pytorch/pytorch.ts";
import { measureFunction, taskOf } from "../pytorch/task.ts";
import { type ProseName, proseOf } from "./prose.ts";

interface Cell {
  readonly cell_type: "markdown" | "code";
  readonly id: string;
  readonly metadata: object;
  readonly source: readonly string[];
  readonly execution_count?: null;
  readonly outputs?: readonly unknown[];
}

/** What the settings cell names; an exception that would end a script ends a cell. */
const names: RunNames = { epochs: "EPOCHS", csv: "CSV", seed: "SEED", device: "DEVICE", every: "EVERY", failure: "RuntimeError" };

export function writeNotebook(input: ExportInput): string {
  const cells = cellsOf(input);
  const notebook = {
    cells,
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

function cellsOf({ experiment, summary, csv, name, language }: ExportInput): Cell[] {
  const { plan, network, data, learning, split } = scriptParts(experiment, summary, csv);
  const { training } = experiment;
  const validates = split.validation > 0;
  const code = (id: string, ...sections: (readonly string[])[]): Cell => codeCell(id, sections, language);
  const text = (id: ProseName, ...values: readonly string[]): Cell => textCell(id, proseOf(id, language, values));
  const constants = dataConstants(plan).map((line) => (line === "FOLDER = Path(__file__).parent" ? "FOLDER = Path()" : line));
  const settings = [
    `EPOCHS = ${training.epochs}`,
    `SEED = ${training.seed}`,
    'DEVICE = "cpu"',
    "# Every how many epochs the losses are printed.",
    "EVERY = max(1, EPOCHS // 20)",
  ];
  const history = validates ? "    history.append((train_loss, validation_loss))" : "    history.append((train_loss,))";
  const run = runLines(experiment, plan, split, { names, ready: ["history = []"], keep: [history], asksForMetrics: false }, 0);
  return [
    text("title", name),
    code("imports", imports(experiment, plan, ["math"], { imports: ["matplotlib.pyplot as plt"] })),
    text("settings"),
    code("settings-code", settings),
    text("data", String(summary.rows), plan.targets.join(", ")),
    code("constants", constants),
    code("data-code", ...data),
    text("network", String(experiment.layers.length), String(summary.inputs.length)),
    code("network-code", network.lines),
    text("learning", training.loss.type, training.optimizer.type),
    code("learning-code", ...learning, measureFunction(experiment, taskOf(experiment, summary))),
    text("run"),
    code("run-code", ["torch.set_num_threads(1)", ...run]),
    text("curves"),
    code("curves-code", curves(validates)),
  ];
}

function curves(validates: boolean): string[] {
  return [
    "figure, axes = plt.subplots()",
    ...(validates
      ? [
          'for index, name in enumerate(("train_loss", "validation_loss")):',
          "    losses = [pair[index] for pair in history]",
          "    axes.plot(range(1, len(losses) + 1), losses, label=name)",
          "axes.legend()",
        ]
      : ["axes.plot(range(1, len(history) + 1), [loss for (loss,) in history])"]),
    'axes.set_xlabel("epoch")',
    'axes.set_ylabel("loss")',
    "plt.show()",
  ];
}

function codeCell(id: string, sections: readonly (readonly string[])[], language: Language): Cell {
  const lines = sections.map((section) => inLanguage(section, language).join("\n")).join("\n\n\n");
  return { cell_type: "code", execution_count: null, id, metadata: {}, outputs: [], source: sourceOf(lines) };
}

function textCell(id: string, text: string): Cell {
  return { cell_type: "markdown", id, metadata: {}, source: sourceOf(text) };
}

/** As Jupyter writes it: a string for each line, with its end. */
function sourceOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}
