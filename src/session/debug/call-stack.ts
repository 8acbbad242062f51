// Where a debugger waits as a call stack: run → epoch → batch → layer → forward or backward, the innermost
// first, each with what can be seen there.

import type { JsonPath } from "../../model/json.ts";
import { message, type Message } from "../../model/message.ts";
import type { DebugStop } from "../../protocol/debug-host.ts";
import type { InsideStep } from "../../training/inside/types.ts";
import { layerName } from "./exceptions.ts";
import { pathOf, placeOf } from "./stops.ts";

/** A variable: its name, and the expression that gives it. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

export interface VariableScope {
  readonly name: Message;
  readonly variables: readonly Variable[];
}

export interface Frame {
  readonly name: Message;
  /** Where in the document it stands. */
  readonly path: JsonPath;
  readonly scopes: readonly VariableScope[];
}

export function callStack(step: InsideStep, stop: DebugStop): readonly Frame[] {
  const path = pathOf(placeOf(stop));
  const batch = { name: message("Batch"), variables: named("loss", "batch", "lr", "gradient_norm") };
  const { layer } = stop;
  const inner: Frame[] =
    layer === undefined
      ? [{ name: passName(stop), path, scopes: [{ name: passName(stop), variables: variablesOf(step, stop) }, batch] }]
      : [
          { name: passName(stop), path, scopes: [{ name: layerName(step, layer), variables: variablesOf(step, stop) }, batch] },
          { name: layerName(step, layer), path, scopes: [{ name: layerName(step, layer), variables: ofLayer(step, layer) }] },
        ];
  return [
    ...inner,
    {
      name: message("batch {0} of {1}", step.batch, step.batches),
      path: ["training", "batch_size"],
      scopes: [
        {
          name: message("Batch"),
          variables: named("loss", "batch", "input", "output", "target", "layers", "lr", "momentum", "gradient_norm"),
        },
      ],
    },
    {
      name: message("epoch {0} of {1}", step.epoch, step.epochs),
      path: ["training", "epochs"],
      scopes: [{ name: message("Epoch"), variables: named("epoch", "step", "loss", "lr") }],
    },
    {
      name: message("run of {0} steps", step.steps),
      path: ["data", "file"],
      scopes: [{ name: message("Run"), variables: named("step", "epoch", "loss", "layers") }],
    },
  ];
}

export function passName({ pass }: DebugStop): Message {
  switch (pass) {
    case "forward":
      return message("forward");
    case "loss":
      return message("loss");
    case "backward":
      return message("backward");
    case "update":
      return message("update of the weights");
  }
}

/** What has been computed where the debugger waits. */
function variablesOf(step: InsideStep, { pass, layer = 0 }: DebugStop): readonly Variable[] {
  const parameters = parameterNames(step, layer);
  switch (pass) {
    case "forward":
      return ofMember(layer, "input", "output", ...parameters);
    case "backward":
      return ofMember(
        layer,
        "grad",
        ...(layer > 0 ? ["grad_input"] : []),
        ...parameters.map((name) => `${name}.grad`),
        "input",
        "output",
        ...parameters,
      );
    case "loss":
      return [...named("loss", "output", "target"), { name: "rows", expression: "batch.rows" }];
    case "update":
      return step.layers.flatMap((_, index) =>
        parameterNames(step, index).flatMap((name) =>
          ["", ".grad", ".after", ".state"].map((part) => ({
            name: `${index}.${name}${part}`,
            expression: `layers[${index}].${name}${part}`,
          })),
        ),
      );
  }
}

/** Everything of a layer. */
function ofLayer(step: InsideStep, layer: number): readonly Variable[] {
  const parameters = parameterNames(step, layer).flatMap((name) => [name, `${name}.grad`, `${name}.after`, `${name}.state`]);
  return ofMember(layer, "input", "output", "grad", ...(layer > 0 ? ["grad_input"] : []), ...parameters, "dead", "saturated");
}

/** `weight`, `bias`, … */
function parameterNames({ layers }: InsideStep, layer: number): readonly string[] {
  return (layers[layer]?.parameters ?? []).map(({ name }) => name.split(".").at(-1) ?? name);
}

function ofMember(layer: number, ...names: readonly string[]): readonly Variable[] {
  return names.map((name) => ({ name, expression: `layers[${layer}].${name}` }));
}

function named(...names: readonly string[]): readonly Variable[] {
  return names.map((name) => ({ name, expression: name }));
}
