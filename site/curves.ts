// The curves of the reference pages, computed by the engine itself: what a layer answers and how steeply, what
// a loss costs, how a scheduler moves the learning rate, how an optimizer comes down into a valley.

import { initialRates } from "../src/engine/optimizers/rates.ts";
import type { LossKernel, OptimizerKernel, Rates } from "../src/engine/kernel.ts";
import { reference } from "../src/engine/reference.ts";
import type { SchedulerKernel } from "../src/engine/schedulers/scheduler.ts";
import { schedulers as schedulerKernels } from "../src/engine/schedulers/table.ts";
import { type LayerType, layers } from "../src/model/layers.ts";
import type { LayerRecord } from "../src/model/layers/record.ts";
import { type LossType, losses, type TargetEncoding } from "../src/model/losses.ts";
import { type OptimizerType, optimizers } from "../src/model/optimizers.ts";
import type { SchedulerType } from "../src/model/schedulers.ts";
import { layerSchema, type Loss, type Optimizer, type Scheduler, trainingSchema } from "../src/model/schema.ts";
import { runLayer, sampleLayer } from "../src/training/sample.ts";
import { newLayer } from "../webview/builder/network.ts";
import { both, type Text } from "./text.ts";

export interface Line {
  readonly name: Text;
  readonly values: readonly number[];
}

/** Lines over the same equally spaced places of the horizontal axis. */
export interface Curve {
  readonly from: number;
  readonly to: number;
  readonly across: Text;
  readonly up: Text;
  readonly lines: readonly Line[];
  /** What is drawn, in a sentence. */
  readonly about: Text;
}

const POINTS = 201;
/** Epochs, or batches, of a scheduler's curve. */
const EPOCHS = 40;
const STEPS = 200;

const plain = (text: string): Text => ({ en: text, ko: text });
const between = (from: number, to: number): number[] =>
  Array.from({ length: POINTS }, (_, index) => from + ((to - from) * index) / (POINTS - 1));

/** Undefined for a layer whose outputs depend on a whole row or batch. */
export function layerCurve(type: LayerType): Curve | undefined {
  const curve = sampleLayer(newLayer(type));
  if (curve !== undefined) {
    const lines = [
      { name: plain("y"), values: curve.outputs },
      { name: plain("y′"), values: curve.slopes },
    ];
    const about = both("The output and its derivative.", "출력과 그 미분입니다.");
    return { from: curve.inputs[0]!, to: curve.inputs.at(-1)!, across: plain("x"), up: plain("y"), lines, about };
  }
  return (layers[type] as LayerRecord).group === "output" ? rowCurve(type) : undefined;
}

/** The first of three outputs of a layer that looks at a whole row, as the first input moves. */
function rowCurve(type: LayerType): Curve {
  const [from, to] = [-6, 6];
  const rows = between(from, to).map((x) => [x, 0, 1]);
  const { output } = runLayer(layerSchema(type).parse(newLayer(type)), Float32Array.from(rows.flat()), POINTS);
  const lines = [0, 1, 2].map((unit) => ({ name: plain(`y${"₁₂₃"[unit]!}`), values: rows.map((_, row) => output[row * 3 + unit]!) }));
  const about = both("The three outputs for the row (x, 0, 1).", "행 (x, 0, 1)에 대한 출력 세 개입니다.");
  return { from, to, across: plain("x"), up: plain("y"), lines, about };
}

/** The targets whose losses are drawn, and the outputs between which. */
const TARGETS: Readonly<Record<TargetEncoding, { readonly range: readonly [number, number]; readonly targets: readonly number[] }>> = {
  binary: { range: [-6, 6], targets: [1, 0] },
  classes: { range: [-6, 6], targets: [0] },
  numbers: { range: [-4, 4], targets: [0] },
  sign: { range: [-4, 4], targets: [1, -1] },
};
/** Outputs of losses that take probabilities or their logarithms, and counts. */
const RANGES: Partial<Record<LossType, readonly [number, number]>> = { BCELoss: [0.01, 0.99], NLLLoss: [-5, 0], PoissonNLLLoss: [-2, 3] };
const COUNTS = [1, 5];

export function lossCurve(type: LossType): Curve {
  const encoding = losses[type].target;
  const { range, targets } = TARGETS[encoding];
  const [from, to] = RANGES[type] ?? range;
  const loss = trainingSchema.shape.loss.parse({ type });
  const wanted = type === "PoissonNLLLoss" ? COUNTS : targets;
  const lines = wanted.map((target) => ({
    name: encoding === "classes" ? both("loss", "손실") : plain(`t = ${signed(target)}`),
    // Classes have two outputs, of which the other stays 0.
    values: between(from, to).map((output) => lossOf(loss, encoding === "classes" ? [output, 0] : [output], target)),
  }));
  const about =
    encoding === "classes"
      ? both(
          "The loss of one row with two classes, as the right class's output moves and the other's is 0.",
          "클래스가 둘인 한 행의 손실입니다. 맞는 클래스의 출력이 움직이고 다른 출력은 0입니다.",
        )
      : both("The loss of one output, for each target t.", "출력 하나의 손실을 목표 t마다 그렸습니다.");
  return { from, to, across: both("output", "출력"), up: both("loss", "손실"), lines, about };
}

function lossOf(loss: Loss, outputs: readonly number[], target: number): number {
  const kernel: LossKernel<Loss> = reference.losses[loss.type];
  const call = kernel.plan(loss, {
    batchSize: 1,
    width: outputs.length,
    output: Float32Array.from(outputs),
    target: Float32Array.of(target),
    gradOutput: new Float32Array(outputs.length),
    allocate: (length) => new Float32Array(length),
  });
  call.forward(0, 1, 1);
  return call.mean(1);
}

/** What a scheduler must be told, and what makes its whole course fit into the picture. */
const COURSES: Readonly<Record<SchedulerType, Readonly<Record<string, unknown>>>> = {
  StepLR: { step_size: 10, gamma: 0.5 },
  MultiStepLR: { milestones: [10, 30], gamma: 0.3 },
  ConstantLR: { total_iters: 10 },
  LinearLR: { total_iters: 10 },
  ExponentialLR: { gamma: 0.9 },
  PolynomialLR: { total_iters: EPOCHS, power: 2 },
  CosineAnnealingLR: { T_max: EPOCHS },
  CosineAnnealingWarmRestarts: { T_0: 10, T_mult: 2 },
  ReduceLROnPlateau: { patience: 4, factor: 0.5 },
  OneCycleLR: { max_lr: 0.1, total_steps: EPOCHS },
  CyclicLR: { base_lr: 0.01, max_lr: 0.1, step_size_up: 5 },
};
const RATE = 0.1;
/** The epoch after which the validation loss of ReduceLROnPlateau's picture gets no better. */
const LAST_GAIN = 9;

export function schedulerCurve(type: SchedulerType, perBatch: boolean): Curve {
  const scheduler = trainingSchema.shape.scheduler.unwrap().parse({ type, ...COURSES[type] });
  const optimizer = trainingSchema.shape.optimizer.parse({ type: "SGD", lr: RATE, momentum: 0.9 });
  const rates: Rates = initialRates(optimizer);
  const kernel = schedulerKernels[type] as SchedulerKernel<Scheduler>;
  const call = kernel.start(scheduler, rates, { totalSteps: EPOCHS });
  const values = [rates.lr];
  for (let epoch = 0; epoch < EPOCHS - 1; epoch++) {
    call.step(1 / (1 + Math.min(epoch, LAST_GAIN)));
    values.push(rates.lr);
  }
  const written = Object.entries(COURSES[type])
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(", ");
  const about =
    type === "ReduceLROnPlateau"
      ? both(
          `With ${written}, of a run whose validation loss gets no better after epoch ${LAST_GAIN + 1}.`,
          `${written}일 때, 검증 손실이 ${LAST_GAIN + 1}에폭 뒤로 나아지지 않는 학습의 학습률입니다.`,
        )
      : both(`With ${written}.`, `${written}일 때입니다.`);
  return {
    from: 0,
    to: EPOCHS - 1,
    across: perBatch ? both("batch", "배치") : both("epoch", "에폭"),
    up: both("learning rate", "학습률"),
    lines: [{ name: plain("lr"), values }],
    about,
  };
}

/** How steep the two sides of the valley are, and where its optimizers start. */
const VALLEY = [1, 10] as const;
const START = [2, 1] as const;

/** Undefined for Rosenblatt's rule, which follows no gradient. */
export function optimizerCurve(type: OptimizerType): Curve | undefined {
  if (type === "Perceptron") return undefined;
  const rates = optimizers[type].usual;
  const lines = rates.map((lr) => ({ name: plain(`lr = ${lr}`), values: descent(trainingSchema.shape.optimizer.parse({ type, lr })) }));
  const about = both(
    `The loss of w₁²/2 + 5 w₂² from (2, 1), with the smallest and the largest usual learning rate.`,
    `(2, 1)에서 시작한 w₁²/2 + 5 w₂²의 손실입니다. 흔히 쓰는 학습률 가운데 가장 작은 것과 가장 큰 것으로 그렸습니다.`,
  );
  return { from: 0, to: STEPS, across: both("step", "스텝"), up: both("loss", "손실"), lines, about };
}

function descent(optimizer: Optimizer): number[] {
  const parameters = Float32Array.from(START);
  const gradients = new Float32Array(parameters.length);
  const kernel: OptimizerKernel<Optimizer> = reference.optimizers[optimizer.type];
  const call = kernel.plan(optimizer, { parameters, gradients, allocate: (length) => new Float32Array(length) });
  const rates = initialRates(optimizer);
  const loss = (): number => VALLEY.reduce((sum, steepness, at) => sum + (steepness / 2) * parameters[at]! ** 2, 0);
  const values = [loss()];
  for (let step = 1; step <= STEPS; step++) {
    VALLEY.forEach((steepness, at) => (gradients[at] = steepness * parameters[at]!));
    call.step(step, rates, 0, parameters.length);
    values.push(loss());
  }
  return values;
}

function signed(value: number): string {
  return String(value).replace("-", "−");
}
