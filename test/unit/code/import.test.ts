// Documents from code: what each spelling is, what is refused at its line, and the training that is taken
// along.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importCode } from "../../../src/code/importing/import.ts";
import { format } from "../../../src/model/message.ts";
import { refusals, spellings } from "../../fixtures/import/spellings.ts";

for (const { name, code } of spellings)
  test(`reads ${name}`, () => {
    const { isWhole, problems } = importCode(code);
    assert.ok(isWhole, problems.map(({ line, message }) => `${line}: ${format(message)}`).join("\n"));
  });

for (const { name, code, line } of refusals)
  test(`refuses ${name} at its line`, () => {
    const { isWhole, problems } = importCode(code);
    assert.ok(!isWhole);
    const lines = problems.map((problem) => problem.line);
    assert.ok(lines.includes(line), problems.map((problem) => `${problem.line}: ${format(problem.message)}`).join("\n"));
  });
