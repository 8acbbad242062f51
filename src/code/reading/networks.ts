// The networks of a text: what was built and is no part of something else. Of several only the first is read,
// and said so; lines of single modules are one network together.

import { message } from "../../model/message.ts";
import { problemAt, type Report } from "./layers.ts";
import { type Container, isKind, type Module, modulesOf, type Value } from "./values.ts";

interface Built {
  readonly value: Value;
  /** The variable or class. */
  readonly name: string | undefined;
}

export class Networks {
  readonly #report: Report;
  #built: Built[] = [];

  constructor(report: Report) {
    this.#report = report;
  }

  get isEmpty(): boolean {
    return this.#built.every(({ value }) => modulesOf(value).length === 0);
  }

  /** Something that was built, in order. What is empty may still grow. */
  add(value: Value, name: string | undefined): void {
    if (this.#built.some((one) => one.value === value)) return;
    if (!isKind(value, "list") && !isKind(value, "container") && !isKind(value, "module")) return;
    this.#built = this.#built.filter((one) => name === undefined || one.name !== name);
    this.#built.push({ value, name });
  }

  /** The modules of the network. */
  modules(): readonly Module[] {
    const all = this.#built.map(({ value, name }): Found => ({ value, name, modules: modulesOf(value) }));
    const inNetworks = new Set(all.filter(({ value }) => isKind(value, "container")).flatMap(({ modules }) => modules));
    // A list that a network was made from is no network, even if only a part of it was taken.
    const found = withoutParts(all.filter(({ value, modules }) => !isKind(value, "list") || !modules.some((one) => inNetworks.has(one))));
    const wholes = found.filter(({ value, name }) => isKind(value, "container") && !name?.startsWith("self."));
    const [first] = wholes;
    if (first === undefined) return found.flatMap(({ modules }) => modules);
    const different = wholes.filter(
      ({ modules }, index) => wholes.findIndex((other) => typesOf(other.modules) === typesOf(modules)) === index,
    );
    if (different.length > 1) {
      const shown = different.map(({ name, value }) => `${name ?? "nn.Sequential"} (${lineOf(value)})`).join(", ");
      const sentence = message(
        "The text has {0} networks, and only the first is read: {1}, with their lines. Paste the one you want.",
        different.length,
        shown,
      );
      this.#report(problemAt(lineOf(different[1]!.value), "warning", "several-networks", sentence));
      return first.modules;
    }
    const kept = found.filter((one) => one === first || (!wholes.includes(one) && !isLoose(one)));
    for (const { modules } of found.filter((one) => isLoose(one) && !wholes.includes(one))) {
      const [{ line, type } = { line: 1, type: "" }] = modules;
      const sentence = message("Line {0}: {1} is not part of the network, so it is left out.", line, type);
      this.#report(problemAt(line, "information", "left-out", sentence));
    }
    return kept.flatMap(({ modules }) => modules);
  }
}

type Found = Built & { readonly modules: readonly Module[] };

/** A module that was given to a variable and used nowhere in the network. */
function isLoose({ name }: Found): boolean {
  return name !== undefined && !name.startsWith("self.");
}

/** What became part of another one counts with that; of two alike the later one does. */
function withoutParts(found: readonly Found[]): Found[] {
  const sets = found.map(({ modules }) => new Set(modules));
  return found.filter(
    ({ modules }, index) =>
      modules.length > 0 &&
      !sets.some((others, at) => {
        const comesFirst = at > index || others.size > modules.length;
        return at !== index && comesFirst && modules.every((module) => others.has(module));
      }),
  );
}

/** What a network is, for telling apart: `print(model)` below the code that builds it shows the same one. */
function typesOf(modules: readonly Module[]): string {
  return modules.map(({ type, places, keywords }) => `${type} ${JSON.stringify(places[1] ?? keywords.get("out_features") ?? "")}`).join();
}

function lineOf(value: Value): number {
  return isKind(value, "container") ? value.line : 1;
}

/** Puts a module in the place of the one that an object had under the same name. */
export function replacePart(owner: Container, old: Value | undefined, value: Value): void {
  const gone = new Set(modulesOf(old));
  const at = owner.items.findIndex((item) => item === old || (isKind(item, "module") && gone.has(item)));
  const kept = owner.items.filter((item) => item !== old && !(isKind(item, "module") && gone.has(item)));
  owner.items = at < 0 ? [...kept, value] : kept.toSpliced(at, 0, value);
}
