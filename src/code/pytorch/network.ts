// The network part of a PyTorch script: an nn.Sequential, its loss, optimizer and scheduler, written from the
// registry's records. An initialiser draws right after its layer is built, before the next one is.

import type { JsonLayer } from "../../model/edit.ts";
import { layers, type ResolvedLayer } from "../../model/layers.ts";
import type { LayerRecord } from "../../model/layers/record.ts";
import { losses, type LossRecord } from "../../model/losses.ts";
import { type OptimizerRecord, optimizers } from "../../model/optimizers.ts";
import { type SchedulerRecord, schedulers } from "../../model/schedulers.ts";
import type { Experiment, Loss, Optimizer, Scheduler } from "../../model/schema.ts";
import { traceShapes } from "../../model/shapes.ts";
import { around, type Bracket, call, type Code, comment, lines, type LineSpan, placed } from "./python.ts";
import { constructorArguments, floats } from "./arguments.ts";

type Linear = Extract<ResolvedLayer, { type: "Linear" }>;

/**
 * PyTorch has no such module; sign hands back a gradient of 0, as the format says, where a comparison hands
 * back none.
 */
const STEP = `
class Step(nn.Module):
    """1 where x >= 0, else 0; its derivative is 0 everywhere."""

    def forward(self, x):
        return torch.sign(torch.sign(x) + 1)`;

/** The classes of layers that PyTorch has not, as one list of lines per class. */
export function ownModules({ layers: sequence }: Experiment): string[][] {
  return sequence.some(({ type }) => type === "Step") ? [STEP.trim().split("\n")] : [];
}

/** Lines of code, and where among them each layer of the document stands: the lines that build it first. */
export interface NetworkCode {
  readonly lines: readonly string[];
  readonly layers: readonly (readonly LineSpan[])[];
}

/** The function that builds the network. */
export function networkFunction(experiment: Pick<Experiment, "layers">, inputs: number): NetworkCode {
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], inputs);
  const modules = experiment.layers.map((layer, index) => moduleOf(layer, shapes[index]?.inFeatures ?? inputs));
  const drawn = experiment.layers.some((layer) => layer.type === "Linear" && layer.init !== "default");
  return drawn ? stepByStep(experiment.layers, modules) : inOneGo(experiment.layers, modules);
}

/** Each layer is built where it stands in the Sequential. */
function inOneGo(sequence: readonly ResolvedLayer[], modules: readonly Bracket[]): NetworkCode {
  const written = [
    "def build_network():",
    '    """The layers, first to last; each draws its weights when it is built."""',
    "    return nn.Sequential(",
  ];
  const layers = appendItems(written, sequence, modules).map((place) => [place]);
  return { lines: [...written, "    )"], layers };
}

/** Each layer on lines of its own, below its name. Those that are built before have their name there. */
function appendItems(written: string[], sequence: readonly ResolvedLayer[], items: readonly Code[]): LineSpan[] {
  return items.map((item, index) =>
    append(written, [...(typeof item === "string" ? [] : label(sequence[index]!, 2)), ...lines(around("", item, ","), 2)]),
  );
}

/** Each Linear is built and initialised under a name before the Sequential that joins them. */
function stepByStep(sequence: readonly ResolvedLayer[], modules: readonly Bracket[]): NetworkCode {
  const names = sequence.map((layer, index) => (layer.type === "Linear" ? `linear${index + 1}` : undefined));
  const written = ["def build_network():", '    """The layers, first to last: each draws its weights before the next."""'];
  const built = sequence.map((layer, index) => {
    if (layer.type !== "Linear") return [];
    const own = lines(around(`${names[index]!} = `, modules[index]!), 1);
    return [append(written, [...label(layer, 1), ...own, ...initialiserLines(layer, names[index]!)])];
  });
  const places = join(
    written,
    sequence,
    modules.map((module, index) => names[index] ?? module),
  );
  return { lines: written, layers: sequence.map((_, index) => [...built[index]!, places[index]!]) };
}

/** Puts the layers into a Sequential; on as few lines as fit, unless one has a name to stand above it. */
function join(written: string[], sequence: readonly ResolvedLayer[], items: readonly Code[]): readonly LineSpan[] {
  if (sequence.some(({ name }, index) => name !== undefined && typeof items[index] !== "string")) {
    written.push("    return nn.Sequential(");
    const places = appendItems(written, sequence, items);
    written.push("    )");
    return places;
  }
  const joined = placed(call("return nn.Sequential", ...items), 1);
  const start = append(written, joined.lines).from;
  return joined.items.map(({ from, to }) => ({ from: start + from, to: start + to }));
}

/** Adds lines, and says where they now stand. */
function append(written: string[], more: readonly string[]): LineSpan {
  const from = written.length;
  written.push(...more);
  return { from, to: written.length };
}

/** The person's own name of a layer, as a comment. */
function label(layer: ResolvedLayer, depth: number): string[] {
  return layer.name === undefined ? [] : comment(layer.name, depth);
}

/** The call of a layer's constructor. */
export function moduleOf(layer: ResolvedLayer, inFeatures: number): Bracket {
  const record: LayerRecord = layers[layer.type];
  return call(
    layer.type === "Step" ? "Step" : `nn.${layer.type}`,
    ...constructorArguments(record.parameters, layer, { inFeatures, always: alwaysWritten(record) }),
  );
}

/** PyTorch's own default of dim differs for layers over a whole row. */
export function alwaysWritten({ group }: LayerRecord): string {
  return group === "output" ? "dim" : "";
}

/** The loss as a module. */
export function lossModule(loss: Loss): Code {
  const record: LossRecord = losses[loss.type];
  return call(`nn.${loss.type}`, ...constructorArguments(record.parameters, loss, {}));
}

/**
 * The optimizer of a network called `network`; its learning rate is always written, because people look for
 * it.
 */
export function optimizerCall(optimizer: Optimizer): Code {
  const record: OptimizerRecord = optimizers[optimizer.type];
  return call(
    `torch.optim.${optimizer.type}`,
    "network.parameters()",
    ...constructorArguments(record.parameters, optimizer, { always: "lr" }),
  );
}

/**
 * The scheduler of an optimizer called `optimizer`. OneCycleLR without a length gets the run's; PyTorch wants
 * a step even of a run that has none.
 * @param steps the run's length in steps, as Python
 */
export function schedulerCall(scheduler: Scheduler, steps: string): Code {
  const record: SchedulerRecord = schedulers[scheduler.type];
  const [first, ...rest] = constructorArguments(record.parameters, scheduler, { named: true });
  const wholeRun = scheduler.type === "OneCycleLR" && scheduler.total_steps === undefined ? [`total_steps=${steps}`] : [];
  return call(`torch.optim.lr_scheduler.${scheduler.type}`, "optimizer", ...(first === undefined ? [] : [first]), ...wholeRun, ...rest);
}

/** A function's lines that redraw or set a Linear's first weights. @param name the variable that holds it */
export function initialiserLines(layer: Linear, name: string): string[] {
  const { init } = layer;
  if (typeof init === "object") {
    const weight = { open: "[", items: init.weight.map(floats), close: "]" };
    return [
      "    with torch.no_grad():",
      ...lines(call(`${name}.weight.copy_`, call("torch.tensor", weight)), 2),
      ...(init.bias === undefined ? [] : lines(call(`${name}.bias.copy_`, call("torch.tensor", floats(init.bias))), 2)),
    ];
  }
  switch (init) {
    case "default":
      return [];
    case "zeros":
      return [`    nn.init.zeros_(${name}.weight)`, ...(layer.bias ? [`    nn.init.zeros_(${name}.bias)`] : [])];
    case "xavier_uniform":
    case "xavier_normal":
    case "kaiming_uniform":
    case "kaiming_normal":
      return [`    nn.init.${init}_(${name}.weight)`];
  }
}
