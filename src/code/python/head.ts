// What scripts that predict begin with, whichever library they compute with: what they are, what they import,
// and how a row becomes inputs.

import { inDocstring } from "../pytorch/python.ts";
import { dates, encoding } from "./runtime.ts";

/** Whose script it is. */
interface Script {
  /** The document's name. */
  readonly name: string;
  readonly stem: string;
}

/**
 * The docstring and the imports.
 * @param more modules of the standard library that only this script needs, as whole lines
 * @param libraries lines that import others
 */
export function scriptHead({ name, stem }: Script, hasDates: boolean, more: readonly string[], libraries: readonly string[]): string[] {
  return [
    `"""Predicts with the trained network of ${inDocstring(name)}.\n\npython ${inDocstring(stem)}.py IN.csv OUT.csv\n"""`,
    "",
    ...(hasDates ? ["import datetime"] : []),
    "import functools",
    "import math",
    "import re",
    "import sys",
    "import unicodedata",
    "from array import array",
    ...more,
    ...(libraries.length === 0 ? [] : ["", ...libraries]),
    "",
  ];
}

/** The lines of `encode` that only dates need. */
const DATES = String.raw`
        elif feature["encode"] == "date":
            inputs[at : at + 4] = map(float, read_date(value, feature))`;

/** The functions that make inputs of a row; without dates they do not speak of them. */
export function encodingFunctions(hasDates: boolean): string[] {
  return hasDates ? [encoding.trim(), dates.trim()] : [encoding.trim().replace(DATES, "")];
}
