// How numbers are written where two of them stand beside each other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatApart } from "../../webview/numbers.ts";

test("two numbers have as many digits as tell them apart", () => {
  assert.deepEqual(formatApart(0.2, 0.3), ["0.2", "0.3"]);
  assert.deepEqual(formatApart(0.2, 0.20031), ["0.2", "0.2003"]);
  assert.deepEqual(formatApart(-1.00004, -1), ["−1.00004", "−1"]);
  assert.deepEqual(formatApart(12_345, 23_456), ["12,345", "23,456"]);
  assert.deepEqual(formatApart(1, 1), ["1", "1"]);
});
