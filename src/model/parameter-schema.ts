// The schema of a parameter, from its definition: what the document is validated against and its JSON schema
// is written from.

import type { Control, Parameter, Parameters } from "./parameters.ts";
import * as z from "zod";
import "./jitless.ts";

/**
 * The zod shape of a set of parameters. Its types are `Written` and `Resolved`, which whoever builds an
 * object of it says.
 */
export function shapeOf(parameters: Parameters): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, schemaOf(parameter)]));
}

/** What a document may say of one parameter. */
export function schemaOf({ control, presence, default: value, about }: Parameter): z.ZodType {
  const given = valueSchema(control);
  const schema = presence === "required" ? given : presence === "optional" ? given.optional() : given.default(value);
  return schema.describe(about.text);
}

function valueSchema(control: Control): z.ZodType {
  switch (control.kind) {
    case "integer":
      return limited(z.int(), control);
    case "number":
      return control.nullable ? limited(z.number(), control).nullable() : limited(z.number(), control);
    case "switch":
      return z.boolean();
    case "choice":
      return z.enum(control.options);
    case "numbers": {
      const one = limited(control.whole ? z.int() : z.number(), control);
      return control.length === 2 ? z.tuple([one, one]) : z.array(one).min(1);
    }
    case "initialiser":
      return z.union([z.enum(control.options), handSetWeights]);
  }
}

const handSetWeights = z.strictObject({ weight: z.array(z.array(z.number()).min(1)).min(1), bias: z.array(z.number()).optional() });

function limited(schema: z.ZodNumber, { min, max }: { readonly min?: number; readonly max?: number }): z.ZodNumber {
  const above = min === undefined ? schema : schema.min(min);
  return max === undefined ? above : above.max(max);
}
