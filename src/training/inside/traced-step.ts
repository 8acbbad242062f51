// A traced step as a set of tensors with addresses.

import type { Experiment } from "../../model/schema.ts";
import type { Look, Matrix, ParameterLook } from "../look.ts";
import { statisticsOf } from "../statistics.ts";
import type { StepTrace } from "../trace.ts";
import { lossInDouble, type LossInDouble } from "./loss-in-double.ts";
import type { InsideLayer, InsideStep, NumberAddress, TensorFacts, TensorName, TensorPiece, TensorWindow } from "./types.ts";

/** What a step belongs to. */
export interface StepFrame {
  readonly experiment: Experiment;
  readonly inputNames: readonly string[];
  readonly classes?: readonly string[];
  /** Steps, epochs and batches an epoch of the whole run. */
  readonly steps: number;
  readonly epochs: number;
  readonly batches: number;
  /** What every gradient of the step was multiplied with, if gradients are clipped. */
  readonly clipped?: number;
}

/** A parameter with its place in the network. */
export interface TracedParameter {
  readonly parameter: number;
  readonly layer: number;
  readonly look: ParameterLook;
  readonly after: Float32Array;
}

export class TracedStep {
  readonly trace: StepTrace;
  readonly frame: StepFrame;
  readonly parameters: readonly TracedParameter[];
  readonly loss: LossInDouble;
  readonly #rowLoss: Matrix;

  constructor(trace: StepTrace, frame: StepFrame) {
    this.trace = trace;
    this.frame = frame;
    let parameter = 0;
    this.parameters = trace.look.layers.flatMap(({ parameters }, layer) =>
      parameters.map((look) => ({ parameter, layer, look, after: trace.after[parameter++]! })),
    );
    const { look } = this;
    const output = look.layers.at(-1)?.output ?? look.input;
    this.loss = lossInDouble(frame.experiment.training.loss, output, look.target);
    this.#rowLoss = column(Float32Array.from({ length: output.rows }, (_, row) => this.loss.row(row)));
  }

  get look(): Look {
    return this.trace.look;
  }

  get layers(): Experiment["layers"] {
    return this.frame.experiment.layers;
  }

  /** What goes into a layer. */
  inputOf(layer: number): Matrix {
    return layer === 0 ? this.look.input : this.look.layers[layer - 1]!.output;
  }

  /** @throws Error if the step has no such tensor */
  tensor(name: TensorName): Matrix {
    const tensor = this.#find(name);
    if (tensor === undefined) throw new Error(`The step has no tensor ${JSON.stringify(name)}.`);
    return tensor;
  }

  /** @throws Error if the step has no such number */
  number({ tensor, row, column: at }: NumberAddress): number {
    const { rows, columns, data } = this.tensor(tensor);
    if (!(row >= 0 && row < rows && at >= 0 && at < columns)) throw new Error(`The tensor has no row ${row}, column ${at}.`);
    return data[row * columns + at]!;
  }

  /** The part of a window that is there. */
  piece({ tensor, row, rows, column: first, columns }: TensorWindow): TensorPiece {
    const whole = this.tensor(tensor);
    const height = Math.max(0, Math.min(rows, whole.rows - row));
    const width = Math.max(0, Math.min(columns, whole.columns - first));
    const data = new Float32Array(height * width);
    for (let at = 0; at < height; at++) {
      const start = (row + at) * whole.columns + first;
      data.set(whole.data.subarray(start, start + width), at * width);
    }
    return { rows: height, columns: width, data };
  }

  /** The step as a whole, without its tensors. */
  summary(): InsideStep {
    const { step, epoch, batch, rows, lr, look, diverged } = this.trace;
    const { experiment, inputNames, classes, steps, epochs, batches, clipped } = this.frame;
    return {
      step,
      steps,
      epoch,
      epochs,
      batch,
      batches,
      rows,
      lr,
      inputNames,
      loss: look.loss,
      gradientNorm: look.gradientNorm,
      ...(clipped === undefined ? {} : { clipped }),
      ...(classes === undefined ? {} : { classes }),
      input: facts(look.input),
      target: facts(look.target),
      layers: look.layers.map((_, layer) => this.#layer(layer)),
      lossType: experiment.training.loss.type,
      optimizerType: experiment.training.optimizer.type,
      ...(diverged === undefined ? {} : { diverged }),
    };
  }

  #layer(index: number): InsideLayer {
    const { output, gradOutput, activations, gradients, dead, saturated } = this.look.layers[index]!;
    const { type, name } = this.layers[index]!;
    return {
      type,
      ...(name === undefined ? {} : { name }),
      output: { rows: output.rows, columns: output.columns, ...activations },
      gradOutput: { rows: gradOutput.rows, columns: gradOutput.columns, ...gradients },
      dead,
      saturated,
      parameters: this.parameters
        .filter(({ layer }) => layer === index)
        .map(({ parameter, look, after }) => {
          const { rows, columns } = shapeOf(look.shape);
          const of = { rows, columns };
          return {
            name: look.name,
            parameter,
            shape: look.shape,
            before: { ...of, ...look.weights },
            gradient: { ...of, ...look.gradients },
            after: { ...of, ...statisticsOf(after) },
          };
        }),
    };
  }

  #find(name: TensorName): Matrix | undefined {
    const { look } = this;
    switch (name.of) {
      case "input":
      case "target":
        return look[name.of];
      case "rowLoss":
        return this.#rowLoss;
      case "loss":
        return column(Float32Array.of(look.loss));
      case "output":
      case "gradOutput":
        return look.layers[name.layer]?.[name.of];
      case "before":
      case "gradient":
      case "after": {
        const found = this.parameters[name.parameter];
        if (found === undefined) return undefined;
        const data = { before: found.look.data, gradient: found.look.gradient, after: found.after }[name.of];
        return { ...shapeOf(found.look.shape), data };
      }
    }
  }
}

/** A parameter of shape `[n]` is one row. */
function shapeOf(shape: readonly number[]): { readonly rows: number; readonly columns: number } {
  const columns = shape.at(-1) ?? 1;
  return { rows: shape.length > 1 ? shape[0]! : 1, columns };
}

function column(data: Float32Array): Matrix {
  return { rows: data.length, columns: 1, data };
}

function facts({ rows, columns, data }: Matrix): TensorFacts {
  return { rows, columns, ...statisticsOf(data) };
}
