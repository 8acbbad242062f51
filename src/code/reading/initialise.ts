// First weights: `nn.init.xavier_uniform_(fc.weight)`, `fc.weight.copy_(torch.tensor(…))`,
// `fc.bias.data.fill_(0.01)`. What the document has no field for is said.

import { message } from "../../model/message.ts";
import { initialisers } from "../../model/parameters.ts";
import { problemAt, type Report } from "./layers.ts";
import { isKind, type Module, type Value } from "./values.ts";

/** Whether a call sets first weights. */
export function isInitialiser(path: string): boolean {
  return /(?:^|\.)copy_$|(?:^|\.)init\.|\.(?:weight|bias)(?:\.data)?\.\w+_$/.test(path);
}

/** A call as it is carried out. */
interface InitialiserCall {
  readonly path: string;
  readonly places: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly line: number;
  /** Where its opening bracket stands. */
  readonly at: number;
}

/** What an initialiser may be told without drawing otherwise than the document's; in PyTorch's order. */
const standards: Readonly<Record<string, Readonly<Record<string, readonly Value[]>>>> = {
  xavier: { gain: [1] },
  // At a slope of 0, which is the default, both have the gain √2.
  kaiming: { a: [0], mode: ["fan_in"], nonlinearity: ["leaky_relu", "relu"] },
};

/**
 * Carries out a call for which `isInitialiser` is true, as far as the document can say it.
 * @param linears how many Linears were built before
 */
export function initialise(
  { path, places, keywords, line, at }: InitialiserCall,
  resolve: (name: string) => Value | undefined,
  report: Report,
  linears: number,
): Value {
  const [first] = places;
  const isMethod = !/(?:^|\.)init\./.test(path);
  const written = isMethod ? path.slice(0, path.lastIndexOf(".")) : isKind(first, "unknown") ? first.text : "";
  const target = written.replace(/\.data$/, "");
  const parts = target.split(".");
  const module = resolve(parts.slice(0, -1).join("."));
  if (!isKind(module, "module")) return null;
  const which = parts.at(-1);
  const method = path.split(".").at(-1)?.replace(/_$/, "") ?? path;
  if (which !== "weight" && which !== "bias") return null;
  if (isMethod && method === "copy") setNumbers(module, which, numbersOf(first));
  else if (hasSettings(method, places, keywords) || !setByName(module, which, method, isMethod)) {
    const sentence = message("Line {0}: {1} of {2} is left out. Choose its first weights under init.", line, method, target);
    report(problemAt(line, "information", "left-out", sentence));
    return null;
  }
  module.initialisers = [...(module.initialisers ?? []), at];
  const isDrawn = typeof module.init === "string" && module.init !== "zeros";
  if (isDrawn && module.order !== undefined && linears > module.order) module.isInitLate = true;
  return null;
}

/** Whether an initialiser is told to draw otherwise than the document's of its name. */
function hasSettings(method: string, places: readonly Value[], keywords: ReadonlyMap<string, Value>): boolean {
  const known = Object.entries(standards[method.split("_", 1)[0]!] ?? {});
  const given = [...places.slice(1).map((value, index) => [known[index]?.[0], value] as const), ...keywords];
  return given.some(([name, value]) => known.find(([own]) => own === name)?.[1].includes(value) !== true);
}

function setNumbers(module: Module, which: "weight" | "bias", numbers: unknown): void {
  const written = typeof module.init === "object" ? module.init : {};
  module.init = which === "weight" ? { ...written, weight: numbers as number[][] } : { ...written, bias: numbers as number[] };
}

/** False if the document has no name for it: of a bias only zeros beside weights of zeros. */
function setByName(module: Module, which: "weight" | "bias", method: string, isMethod: boolean): boolean {
  const known = initialisers.find((name) => name === (method === "zero" ? "zeros" : method));
  if (which === "bias") return module.init === "zeros" && known === "zeros";
  // `weight.normal_()` is not the initialiser of that name.
  if (known === undefined || (isMethod && known !== "zeros")) return false;
  module.init = known;
  return true;
}

function numbersOf(value: Value | undefined): unknown {
  return isKind(value, "list") ? value.items.map(numbersOf) : value;
}
