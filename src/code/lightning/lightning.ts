// A document as a script of PyTorch Lightning: a LightningModule and a LightningDataModule around the same
// Dataset, layers and random numbers as the plain script.

import { message } from "../../model/message.ts";
import { learnsByRow } from "../../model/optimizers.ts";
import type { Problem } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import type { ExportInput } from "../exporter.ts";
import { aboutScript } from "../pytorch/about.ts";
import { inLanguage } from "../pytorch/comments.ts";
import type { DataPlan } from "../pytorch/data-plan.ts";
import { dataConstants } from "../pytorch/data.ts";
import { stepsPerBatch } from "../pytorch/loop.ts";
import { dataLines, loaderCall, setsOf } from "../pytorch/main.ts";
import { lossModule, optimizerCall, schedulerCall } from "../pytorch/network.ts";
import { around, type Bracket, call, type Code, lines, pyFloat, pyString } from "../pytorch/python.ts";
import { imports, scriptParts } from "../pytorch/pytorch.ts";

type Split = ExportInput["summary"]["split"];

export function refusedByLightning({ training }: Experiment): Problem[] {
  if (!learnsByRow(training.optimizer)) return [];
  const sentence = message("Lightning has no optimizer for Rosenblatt's rule, which learns row by row. Choose another optimizer.");
  return [{ severity: "error", code: "not-in-lightning", path: ["training", "optimizer"], message: sentence }];
}

export function writeLightning({ experiment, summary, csv, name, language }: ExportInput): string {
  const { plan, network, data, split } = scriptParts(experiment, summary, csv);
  const sections = [
    [
      `"""${aboutScript("lightning", name)}"""`,
      "",
      ...imports(experiment, plan, ["argparse"], {
        imports: ["lightning"],
        names: experiment.training.early_stopping ? ["lightning.pytorch.callbacks import EarlyStopping"] : [],
        needs: "Needs lightning 2, or newer.",
      }),
    ],
    dataConstants(plan),
    ...data,
    network.lines,
    dataModule(experiment, plan, split),
    module(experiment, split),
    ...(experiment.training.early_stopping ? [BEST_WEIGHTS.trim().split("\n")] : []),
    options(experiment, plan),
    main(experiment, split),
    ['if __name__ == "__main__":', "    main()"],
  ];
  const [head, ...rest] = sections.map((section) => inLanguage(section, language).join("\n"));
  return `${head}\n\n${rest.join("\n\n\n")}\n`;
}

function dataModule(experiment: Experiment, plan: DataPlan, split: Split): string[] {
  return [
    "class TableDataModule(lightning.LightningDataModule):",
    '    """The table, split once; every loader has its rows."""',
    "",
    "    def __init__(self, csv, seed):",
    "        super().__init__()",
    "        self.csv = csv",
    "        self.seed = seed",
    "        self.train_set = None",
    "",
    "    def setup(self, stage=None):",
    "        if self.train_set is not None:",
    "            return",
    ...dataLines(experiment, plan, split, { seed: "self.seed", csv: "self.csv" }, 2),
    ...setsOf(split).map((set) => `        self.${set}_set = ${set}_set`),
    ...setsOf(split).flatMap((set) => {
      const { name, variable } = { name: set === "validation" ? "val" : set, variable: `self.${set}_set` };
      return ["", `    def ${name}_dataloader(self):`].concat(lines(around("return ", loaderCall(experiment, set, variable)), 2));
    }),
  ];
}

/** A ModelCheckpoint would go by the lowest loss alone, however little lower it is. */
const BEST_WEIGHTS = `
class BestWeights(lightning.Callback):
    """Keeps the weights of the best epoch, as early stopping counts them."""

    def __init__(self, stopping):
        self.stopping = stopping
        self.weights = None

    def on_train_epoch_end(self, trainer, module):
        if self.stopping.wait_count == 0:
            self.weights = copy.deepcopy(module.state_dict())`;

function module(experiment: Experiment, split: Split): string[] {
  const { training } = experiment;
  return [
    "class NetworkModule(lightning.LightningModule):",
    '    """The network, its loss and its optimizer."""',
    "",
    "    def __init__(self):",
    "        super().__init__()",
    "        self.network = build_network()",
    ...lines(around("self.loss_function = ", lossModule(training.loss)), 2),
    "",
    "    def forward(self, inputs):",
    "        return self.network(inputs)",
    "",
    "    def loss_of(self, batch, name):",
    "        inputs, targets = batch",
    "        loss = self.loss_function(self(inputs), targets)",
    "        # The mean over the rows, whatever the size of the last batch.",
    ...lines(call("self.log", "name", "loss", "on_step=False", "on_epoch=True", "prog_bar=True", "batch_size=len(inputs)"), 2),
    "        return loss",
    ...setsOf(split).flatMap((set) => [
      "",
      `    def ${set}_step(self, batch, index):`.replace("train_step", "training_step"),
      `        return self.loss_of(batch, ${pyString(`${set}_loss`)})`,
    ]),
    "",
    "    def configure_optimizers(self):",
    ...lines(around("optimizer = ", renamed(optimizerCall(training.optimizer))), 2),
    ...scheduler(experiment, split),
  ];
}

function scheduler({ training }: Experiment, split: Split): string[] {
  if (training.scheduler === undefined) return ["        return optimizer"];
  const watched = split.validation > 0 ? "validation_loss" : "train_loss";
  const settings: Bracket = {
    open: "{",
    items: [
      '"scheduler": scheduler',
      `"interval": "${stepsPerBatch(training) ? "step" : "epoch"}"`,
      ...(training.scheduler.type === "ReduceLROnPlateau" ? [`"monitor": ${pyString(watched)}`] : []),
    ],
    close: "}",
  };
  return [
    ...lines(around("scheduler = ", renamed(schedulerCall(training.scheduler, "max(1, self.trainer.estimated_stepping_batches)"))), 2),
    ...lines(around("settings = ", settings), 2),
    '        return {"optimizer": optimizer, "lr_scheduler": settings}',
  ];
}

/** With the names that things have within the module. */
function renamed(code: Code): Code {
  if (typeof code !== "string") return { ...code, items: code.items.map(renamed) };
  return code.replace("network.parameters()", "self.network.parameters()");
}

function options({ training }: Experiment, { files }: DataPlan): string[] {
  const several = files.length > 1 ? ', nargs="+"' : "";
  return [
    "def parse_options():",
    "    parser = argparse.ArgumentParser(description=__doc__)",
    `    parser.add_argument("--epochs", type=int, default=${training.epochs}, metavar="N")`,
    `    parser.add_argument("--csv"${several}, default=CSV, metavar="FILE")`,
    `    parser.add_argument("--seed", type=int, default=${training.seed}, metavar="N")`,
    '    parser.add_argument("--accelerator", default="auto", help="as cpu or gpu")',
    "    return parser.parse_args()",
  ];
}

function main({ training }: Experiment, split: Split): string[] {
  const { clip_grad_norm: norm, early_stopping: stopping } = training;
  const watched = pyString(split.validation > 0 ? "validation_loss" : "train_loss");
  const trainer = call(
    "trainer = lightning.Trainer",
    "max_epochs=options.epochs",
    "accelerator=options.accelerator",
    "devices=1",
    // A pass over some batches before the first epoch would draw random numbers.
    "num_sanity_val_steps=0",
    ...(norm === undefined ? [] : [`gradient_clip_val=${pyFloat(norm)}`]),
    ...(stopping ? ["callbacks=[stopping, best]"] : []),
  );
  return [
    "def main():",
    "    options = parse_options()",
    "    data = TableDataModule(options.csv, options.seed)",
    "    data.setup()",
    "    module = NetworkModule()",
    ...(stopping
      ? [
          ...lines(
            call("stopping = EarlyStopping", watched, `min_delta=${pyFloat(stopping.min_delta)}`, `patience=${stopping.patience}`),
            1,
          ),
          "    best = BestWeights(stopping)",
        ]
      : []),
    ...lines(trainer, 1),
    "    trainer.fit(module, datamodule=data)",
    ...(stopping
      ? [
          "    # Stopped or not, the network ends as it was after its best epoch.",
          "    if best.weights is not None:",
          "        module.load_state_dict(best.weights)",
        ]
      : []),
    ...(split.test > 0 ? ["    trainer.test(module, datamodule=data)"] : []),
  ];
}
