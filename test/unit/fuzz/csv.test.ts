// CSVs that somebody has changed, plain and packed, read as a document says that somebody has changed too: a
// table or a sentence, and then what was understood of it, or the problems that stand in the way.

import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { readTable } from "../../../src/data/read.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { describeTable } from "../../../src/training/describe.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { asBytes, fuzz } from "../../fuzz/driver.ts";
import { mutateBytes } from "../../fuzz/mutate.ts";
import { smallerBytes } from "../../fuzz/shrink.ts";
import { checkProblem, checkTable, tableOf } from "../../fixtures/data/hostile.ts";
import { source } from "../../fixtures/data/tables.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

const whole: readonly Uint8Array[] = [
  text('a,b,t\n1,"x, y",0\n2,,1\n3.5,NA,0\n-4e3,"z ""q""",1\n5,w,0\n6,w,1\n7,x,1\n8,x,0\n'),
  text("a;b;t\r\n1,5;2020-01-31;yes\r\n2,5;2021-12-01;no\r\n3,5;1999-02-28;yes\r\n4,5;;no\r\n"),
  text("# note\na\tb\tt\n1\ttrue\tx\n2\tfalse\ty\n3\tTRUE\tx\n"),
  text("__proto__,constructor,t\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n"),
  new Uint8Array(readFileSync("test/fixtures/data/korean.euc-kr.csv")),
  new Uint8Array(readFileSync("test/fixtures/data/korean.utf-16le.csv")),
  new Uint8Array(readFileSync("test/fixtures/data/prices.windows-1252.csv")),
  new Uint8Array(gzipSync("a,b,t\n1,2,x\n3,4,y\n5,6,x\n")),
];

function make(chance: Chance): Uint8Array {
  return mutateBytes(chance.pick(whole), chance);
}

/** The settings follow from the bytes, so that a fixture is the file alone. */
async function check(bytes: Uint8Array): Promise<void> {
  const variant = bytes.length % 6;
  const table = await tableOf(() => readTable([source(bytes)], variant === 1 ? { comment: "#" } : {}));
  checkTable(table);
  if (table === undefined) return;
  const [target = "t"] = table.columns.map(({ name }) => name).slice(-1);
  const experiment = documentSchema.parse({
    format: 1,
    data: { file: "t.csv", target, missing: variant === 2 ? "mean" : "drop", normalize: variant === 3 ? "standard" : "none" },
    layers: [{ type: "Linear", out_features: 2 }],
    training: { loss: { type: variant === 4 ? "MSELoss" : "CrossEntropyLoss" }, optimizer: { type: "SGD", lr: 0.1 } },
  });
  for (const problem of describeTable(experiment, table).problems) checkProblem(problem);
}

fuzz({ name: "csv", rounds: 300, make, check, smaller: smallerBytes, ...asBytes });
