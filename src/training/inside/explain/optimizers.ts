// The update of one number of a parameter, line by line as the optimizer computes it: weight decay joins the
// gradient, averages and momentum move, and the weight takes its step. Formulas as in torch.optim.

import { message, type Message } from "../../../model/message.ts";
import type { Optimizer } from "../../../model/schema.ts";
import type { TracedParameter, TracedStep } from "../traced-step.ts";
import type { Line, NumberAddress, Operand } from "../types.ts";
import { numbered, operand, product, result, sumOf, valueOf } from "./parts.ts";

/** What a step of the optimizer knows of one number. */
interface Update {
  readonly w: Operand;
  /** The gradient that the optimizer gets, after clipping and weight decay. */
  readonly g: Operand;
  readonly lr: Operand;
  /** The step's momentum, or first beta. */
  readonly momentum: number;
  /** The optimizer's steps, this one included. */
  readonly count: number;
  /** What it remembered before the step, by PyTorch's name. */
  readonly before: (name: string) => number;
}

type OptimizerOf<K extends Optimizer["type"]> = Extract<Optimizer, { type: K }>;
type Rules = { readonly [K in Optimizer["type"]]: (settings: OptimizerOf<K>, update: Update) => readonly Line[] };

export const updateAbout: Message = message("The weight after this step: the optimizer moves it against its gradient.");

/** @param row,column of the parameter as a matrix */
export function updateLines(step: TracedStep, parameter: TracedParameter, row: number, column: number): readonly Line[] {
  const { trace, frame } = step;
  const { optimizer } = frame.experiment.training;
  const name = parameter.look.name.split(".").at(-1) ?? "";
  const symbol = name === "bias" ? "b" : parameter.look.shape.length > 1 ? "w" : "γ";
  const width = parameter.look.shape.at(-1) ?? 1;
  const at = row * width + column;
  const address = (of: "before" | "gradient"): NumberAddress => ({ tensor: { of, parameter: parameter.parameter }, row, column });
  const w = operand(numbered(symbol, column), step.number(address("before")), address("before"));
  const gradient = operand(`∂L/∂${numbered(symbol, column)}`, step.number(address("gradient")), address("gradient"));
  const lines: Line[] = [];
  let g = gradient;
  if (frame.clipped !== undefined) {
    const line = sumOf("g", "∂L/∂w · clip", [product(gradient, operand("clip", frame.clipped))]);
    lines.push(line);
    g = result(line);
  }
  const decay = "weight_decay" in optimizer && optimizer.type !== "AdamW" ? optimizer.weight_decay : 0;
  if (decay !== 0) {
    const line = sumOf("g", "g + λ w", [product(g), product(operand("λ", decay), w)]);
    lines.push(line);
    g = result(line);
  }
  const memory = trace.stateBefore[parameter.parameter]!;
  const update: Update = {
    w,
    g: g === gradient ? g : { ...g, symbol: "g" },
    lr: operand("lr", trace.lr),
    momentum: trace.momentum,
    count: trace.step,
    before: (key) => memory[key]?.[at] ?? 0,
  };
  const rule = rules[optimizer.type] as (settings: Optimizer, update: Update) => readonly Line[];
  return [...lines, ...rule(optimizer, update)];
}

const rules: Rules = {
  SGD: ({ dampening, nesterov }, { w, g, lr, momentum, count, before }) => {
    if (momentum === 0) return [descend(w, lr, g)];
    const kept = operand("μ", momentum);
    const velocity =
      count === 1
        ? sumOf("v", "g", [product(g)])
        : sumOf("v", "μ v + (1 − dampening) g", [
            product(kept, operand("v before", before("momentum_buffer"))),
            product(operand("1 − dampening", 1 - dampening), g),
          ]);
    if (!nesterov) return [velocity, descend(w, lr, result(velocity))];
    const ahead = sumOf("g + μ v", "g + μ v", [product(g), product(kept, result(velocity))]);
    return [velocity, ahead, descend(w, lr, result(ahead))];
  },

  Adam: (settings, update) => adam(settings, update, update.w, []),

  AdamW: (settings, update) => {
    const { w, lr } = update;
    const shrunk = sumOf("w", "(1 − lr λ) w", [product(operand("1 − lr λ", 1 - lr.value * settings.weight_decay), w)]);
    return adam(settings, update, result(shrunk), [shrunk]);
  },

  Adamax: ({ betas, eps }, { w, g, lr, momentum, count, before }) => {
    const m = average("m", "β₁", momentum, before("exp_avg"), g);
    const norm = operand("u before", before("exp_inf"));
    const u = valueOf("u", "max(β₂ u, |g| + ε)", Math.max(betas[1] * norm.value, Math.abs(g.value) + eps), norm, g);
    const rate = valueOf("lr / (1 − β₁ᵗ)", "lr / (1 − β₁ᵗ)", lr.value / (1 - momentum ** count), lr);
    const next = w.value - (rate.value * m.value) / u.value;
    return [m, u, rate, valueOf(w.symbol, "w − lr / (1 − β₁ᵗ) · m / u", next, w, result(rate), result(m), result(u))];
  },

  RAdam: ({ betas, eps }, { w, g, lr, momentum, count, before }) => {
    const m = average("m", "β₁", momentum, before("exp_avg"), g);
    const v = squares("v", "β₂", betas[1], before("exp_avg_sq"), g);
    const hat = valueOf("m̂", "m / (1 − β₁ᵗ)", m.value / (1 - momentum ** count), result(m));
    const limit = 2 / (1 - betas[1]) - 1;
    const length = limit - (2 * count * betas[1] ** count) / (1 - betas[1] ** count);
    const rho = valueOf("ρ", "ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)", length, operand("ρ∞", limit));
    if (length <= 5) {
      return [m, v, hat, rho, valueOf(w.symbol, "w − lr · m̂ (ρ ≤ 5)", w.value - lr.value * hat.value, w, lr, result(hat))];
    }
    const r = Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length));
    const root = (Math.sqrt(v.value) + eps) / Math.sqrt(1 - betas[1] ** count);
    const rectified = valueOf("r", "√((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ))", r, result(rho));
    const size = valueOf("√v̂ + ε", "(√v + ε) / √(1 − β₂ᵗ)", root, result(v), operand("ε", eps));
    const next = w.value - (lr.value * r * hat.value) / root;
    return [
      m,
      v,
      hat,
      rho,
      rectified,
      size,
      valueOf(w.symbol, "w − lr · r · m̂ / (√v̂ + ε)", next, w, lr, result(rectified), result(hat), result(size)),
    ];
  },

  RMSprop: ({ alpha, eps, centered }, { w, g, lr, momentum, before }) => {
    const v = squares("v", "α", alpha, before("square_avg"), g);
    const mean = centered ? average("ḡ", "α", alpha, before("grad_avg"), g) : undefined;
    const spread = mean ? valueOf("v − ḡ²", "v − ḡ²", v.value - mean.value ** 2, result(v), result(mean)) : v;
    const size = valueOf("√v + ε", "√v + ε", Math.sqrt(spread.value) + eps, result(spread), operand("ε", eps));
    const lines = [v, ...(mean ? [mean, spread] : []), size];
    const quotient = valueOf("g / (√v + ε)", "g / (√v + ε)", g.value / size.value, g, result(size));
    if (momentum === 0) return [...lines, quotient, descend(w, lr, result(quotient))];
    const kept = operand("buffer before", before("momentum_buffer"));
    const buffer = sumOf("buffer", "μ buffer + g / (√v + ε)", [product(operand("μ", momentum), kept), product(result(quotient))]);
    return [...lines, quotient, buffer, descend(w, lr, result(buffer))];
  },

  Adagrad: ({ lr_decay: decay, eps, initial_accumulator_value: initial }, { w, g, lr, count, before }) => {
    const sum = operand("Σ g² before", count === 1 ? initial : before("sum"));
    const total = sumOf("Σ g²", "Σ g² + g²", [product(sum), product(g, g)]);
    const rate = valueOf("lr", "lr / (1 + (t − 1) η)", lr.value / (1 + (count - 1) * decay), lr, operand("η", decay));
    const next = w.value - (rate.value * g.value) / (Math.sqrt(total.value) + eps);
    return [total, rate, valueOf(w.symbol, "w − lr · g / (√Σg² + ε)", next, w, result(rate), g, result(total), operand("ε", eps))];
  },

  Adadelta: ({ rho, eps }, { w, g, lr, before }) => {
    const v = squares("v", "ρ", rho, before("square_avg"), g);
    const moved = operand("u", before("acc_delta"));
    const value = (Math.sqrt(moved.value + eps) / Math.sqrt(v.value + eps)) * g.value;
    const step = valueOf("step", "g √(u + ε) / √(v + ε)", value, g, moved, result(v), operand("ε", eps));
    return [v, step, descend(w, lr, result(step))];
  },

  Rprop: ({ etas, step_sizes: [shortest, longest] }, { w, g, lr, count, before }) => {
    const previous = operand("g before", before("prev"));
    const agreement = g.value * previous.value;
    const factor = agreement > 0 ? etas[1] : agreement < 0 ? etas[0] : 1;
    const size = operand("s before", count === 1 ? lr.value : before("step_size"));
    const length = Math.min(Math.max(size.value * factor, shortest), longest);
    const s = valueOf("s", "s · η (g keeps its sign: η₊, changes it: η₋)", length, size, operand("η", factor), previous);
    const next = w.value - (agreement < 0 ? 0 : Math.sign(g.value)) * length;
    return [s, valueOf(w.symbol, "w − sign(g) · s (0 if g changes its sign)", next, w, g, result(s))];
  },

  // Each row moves the weight by itself; `explain` tells that from the rows.
  Perceptron: (_, { w }) => [sumOf(w.symbol, "w", [product(w)])],
};

function adam(
  { betas, eps, amsgrad }: OptimizerOf<"Adam"> | OptimizerOf<"AdamW">,
  { g, lr, momentum, count, before }: Update,
  w: Operand,
  first: readonly Line[],
): readonly Line[] {
  const m = average("m", "β₁", momentum, before("exp_avg"), g);
  const v = squares("v", "β₂", betas[1], before("exp_avg_sq"), g);
  const largest = operand("v max before", before("max_exp_avg_sq"));
  const used = amsgrad ? valueOf("v max", "max(v max, v)", Math.max(largest.value, v.value), largest, result(v)) : v;
  const mean = valueOf("m̂", "m / (1 − β₁ᵗ)", m.value / (1 - momentum ** count), result(m), operand("t", count));
  const square = valueOf("v̂", "v / (1 − β₂ᵗ)", used.value / (1 - betas[1] ** count), result(used), operand("t", count));
  const next = w.value - (lr.value * mean.value) / (Math.sqrt(square.value) + eps);
  const last = valueOf(w.symbol, "w − lr · m̂ / (√v̂ + ε)", next, w, lr, result(mean), result(square), operand("ε", eps));
  return [...first, m, v, ...(amsgrad ? [used] : []), mean, square, last];
}

/** w − lr · step. */
function descend(w: Operand, lr: Operand, step: Operand): Line {
  return sumOf(w.symbol, `w − lr · ${step.symbol.startsWith("∂") ? "∂L/∂w" : step.symbol}`, [
    product(w),
    product(operand("−lr", -lr.value), step),
  ]);
}

/** β m + (1 − β) g. */
function average(symbol: string, beta: string, kept: number, before: number, g: Operand): Line {
  return sumOf(symbol, `${beta} ${symbol} + (1 − ${beta}) g`, [
    product(operand(beta, kept), operand(`${symbol} before`, before)),
    product(operand(`1 − ${beta}`, 1 - kept), g),
  ]);
}

/** β v + (1 − β) g². */
function squares(symbol: string, beta: string, kept: number, before: number, g: Operand): Line {
  return sumOf(symbol, `${beta} ${symbol} + (1 − ${beta}) g²`, [
    product(operand(beta, kept), operand(`${symbol} before`, before)),
    product(operand(`1 − ${beta}`, 1 - kept), g, g),
  ]);
}
