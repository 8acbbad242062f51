// A document as a script for `torchrun`: DistributedDataParallel over one process or many, on CPUs or GPUs.
// Every process draws the same random numbers and so sees the same batches; of each batch it takes its own
// rows, weighted so that the mean over all processes is the mean of the batch. So losses are those of one
// process with the same batch size.

import { type Message, message } from "../../model/message.ts";
import { learnsByRow } from "../../model/optimizers.ts";
import type { Problem } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import type { ExportInput } from "../exporter.ts";
import { aboutScript } from "../pytorch/about.ts";
import { inLanguage } from "../pytorch/comments.ts";
import { dataConstants } from "../pytorch/data.ts";
import { optionsFunction, stepsPerBatch, trainArguments } from "../pytorch/loop.ts";
import { mainFunction } from "../pytorch/main.ts";
import { call, inDocstring, lines, pyFloat } from "../pytorch/python.ts";
import { imports, scriptParts } from "../pytorch/pytorch.ts";
import { measureFunction, taskOf } from "../pytorch/task.ts";

/** Layers whose random numbers depend on the values they see. */
const OWN_DRAWS = new Set(["AlphaDropout", "RReLU"]);

/** What processes that share a batch cannot do as one process does. */
export function refusedByTorchrun({ layers, training }: Experiment): Problem[] {
  const found = layers.flatMap((layer, index): Problem[] => {
    if (OWN_DRAWS.has(layer.type))
      return [
        refused(
          "not-distributed",
          ["layers", index, "type"],
          message("{0} cannot draw the same random numbers in several processes. Replace it, or export to another format.", layer.type),
        ),
      ];
    if ("dim" in layer && (layer.dim === 0 || layer.dim === -2))
      return [
        refused(
          "not-distributed",
          ["layers", index, "dim"],
          message("{0} over the batch needs all of its rows in one process. Set dim to -1, or export to another format.", layer.type),
        ),
      ];
    return [];
  });
  if (!learnsByRow(training.optimizer)) return found;
  const sentence = message("Rosenblatt's rule learns row by row, which several processes cannot share. Choose another optimizer.");
  return [...found, refused("not-distributed", ["training", "optimizer"], sentence)];
}

function refused(code: string, path: Problem["path"], sentence: Message): Problem {
  return { severity: "error", code, path, message: sentence };
}

export function writeTorchrun(input: ExportInput): string {
  const { experiment, summary, csv, name, language, stem } = input;
  const { plan, network, data, split } = scriptParts(experiment, summary, csv);
  const dropout = experiment.layers.some(({ type }) => type === "Dropout");
  const normalizes = experiment.layers.some(({ type }) => type === "BatchNorm1d");
  const built = network.lines.map((line) => line.replace(/^(\s*)nn\.Dropout\(/, "$1SharedDropout("));
  const before = [
    [...dataConstants(plan), ...PROCESSES.trim().split("\n")],
    ...data,
    ...(dropout ? [SHARED_DROPOUT.trim().split("\n")] : []),
    built,
  ];
  const after = [
    OWN_ROWS.trim().split("\n"),
    shares(experiment, dropout),
    train(experiment),
    ...(split.validation > 0 || split.test > 0 ? [EVALUATE.trim().split("\n")] : []),
    measureFunction(experiment, taskOf(experiment, summary)),
    optionsFunction(experiment, plan, { ownDevice: true }),
    mainFunction(experiment, plan, split, {
      start: START,
      // Each process has a device of its own.
      names: { device: "DEVICE" },
      ready: ready(normalizes),
      trained: "parallel",
      speaks: { if: "RANK == 0", unless: "RANK != 0" },
    }),
    ['if __name__ == "__main__":', "    main()"],
  ];
  const head = [
    `"""${aboutScript("torchrun", name)}`,
    "",
    `torchrun --nproc_per_node 2 ${inDocstring(stem)}.py`,
    '"""',
    "",
    ...imports(experiment, plan, ["argparse", "math", "os"], {
      imports: ["torch.distributed as dist"],
      names: ["torch.nn.parallel import DistributedDataParallel"],
    }),
    "",
  ];
  const said = (section: readonly string[]): string => inLanguage(section, language).join("\n");
  return `${said(head)}\n${[...before, ...after].map(said).join("\n\n\n")}\n`;
}

const PROCESSES = `
# torchrun tells each process which one it is, and how many there are.
RANK = int(os.environ.get("RANK", "0"))
WORLD = int(os.environ.get("WORLD_SIZE", "1"))
LOCAL_RANK = int(os.environ.get("LOCAL_RANK", "0"))
DEVICE = f"cuda:{LOCAL_RANK}" if torch.cuda.is_available() else "cpu"`;

const SHARED_DROPOUT = `
class SharedDropout(nn.Dropout):
    """Draws for the whole batch, and takes what falls on its own rows."""

    rows = 0

    def forward(self, x):
        if not self.training:
            return x
        whole = torch.ones(self.rows, *x.shape[1:], device=x.device)
        return x * own_rows(super().forward(whole))`;

const OWN_ROWS = `
def own_rows(batch):
    """Every WORLD-th row; the first one if there is none for this process."""
    own = batch[RANK::WORLD]
    return own if len(own) > 0 else batch[:1]`;

/** What share of a batch's mean the own rows are. */
function shares({ training: { loss } }: Experiment, dropout: boolean): string[] {
  const isWeighted = loss.type === "CrossEntropyLoss" || loss.type === "NLLLoss";
  return [
    "def share_of(targets, loss_function):",
    '    """How much of a batch\'s mean the rows of this process make."""',
    ...(isWeighted
      ? [
          "    counted = targets != loss_function.ignore_index",
          "    weights = counted.double()",
          "    if loss_function.weight is not None:",
          "        weights[counted] = loss_function.weight[targets[counted]].double()",
          "    whole = weights.sum().item()",
          "    return weights[RANK::WORLD].sum().item() / whole if whole > 0 else 1.0",
        ]
      : ["    return len(targets[RANK::WORLD]) / len(targets)"]),
    "",
    "",
    "def loss_of(network, inputs, targets, loss_function):",
    '    """The part of a batch\'s mean loss that the rows of this process make."""',
    ...(dropout ? ["    SharedDropout.rows = len(inputs)"] : []),
    "    outputs = network(own_rows(inputs))",
    "    share = share_of(targets, loss_function)",
    "    if share == 0:",
    "        return outputs.sum() * 0",
    "    return loss_function(outputs, own_rows(targets)) * share",
    "",
    "",
    "def summed(total):",
    '    """The sum over all processes."""',
    "    if WORLD == 1:",
    "        return total",
    "    tensor = torch.tensor(total, dtype=torch.float64, device=DEVICE)",
    "    dist.all_reduce(tensor)",
    "    return tensor.item()",
  ];
}

function train(experiment: Experiment): string[] {
  const { training } = experiment;
  const parameters = trainArguments(experiment).map((name) => (name === "train_loader" ? "loader" : name));
  return [
    `def train(${parameters.join(", ")}):`,
    '    """One pass over the training rows; returns their mean loss."""',
    "    network.train()",
    "    total, rows = 0.0, 0",
    "    for inputs, targets in loader:",
    "        loss = loss_of(network, inputs, targets, loss_function)",
    "        optimizer.zero_grad()",
    "        # Gradients are averaged over the processes; the batch needs their sum.",
    "        (loss * WORLD).backward()",
    ...(training.clip_grad_norm === undefined
      ? []
      : lines(call("nn.utils.clip_grad_norm_", "network.parameters()", pyFloat(training.clip_grad_norm)), 2)),
    "        optimizer.step()",
    ...(stepsPerBatch(training) ? ["        scheduler.step()"] : []),
    "        total += loss.item() * len(inputs)",
    "        rows += len(inputs)",
    "    return summed(total) / rows",
  ];
}

const EVALUATE = `
def evaluate(network, loader, loss_function):
    """One pass without learning; returns the mean loss of the rows."""
    network.eval()
    total, rows = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            loss = loss_of(network, inputs, targets, loss_function)
            total += loss.item() * len(inputs)
            rows += len(inputs)
    return summed(total) / rows`;

const START = [
  "    if WORLD > 1:",
  '        on_gpu = DEVICE.startswith("cuda")',
  "        if on_gpu:",
  "            torch.cuda.set_device(LOCAL_RANK)",
  '        dist.init_process_group("nccl" if on_gpu else "gloo")',
];

function ready(normalizes: boolean): string[] {
  return [
    "    parallel = network",
    "    if WORLD > 1:",
    ...(normalizes
      ? [
          "        # The mean of a batch is the mean over all processes.",
          '        if DEVICE == "cpu":',
          '            raise SystemExit("BatchNorm1d needs GPUs, or one process.")',
          "        parallel = nn.SyncBatchNorm.convert_sync_batchnorm(network)",
        ]
      : []),
    "        parallel = DistributedDataParallel(parallel)",
  ];
}
