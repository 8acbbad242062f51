// How numbers are written where two of them stand beside each other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatSpread } from "../../../webview/shared/numbers.ts";

test("a mean has the places of its deviation's second digit", () => {
  assert.equal(formatSpread(0.22345, 0.0171), "0.223 ± 0.017");
  assert.equal(formatSpread(-0.00411, 0.016), "−0.004 ± 0.016");
  assert.equal(formatSpread(-0.0001, 0.016), "−0.0001 ± 0.016");
  assert.equal(formatSpread(12.34, 2.345), "12.3 ± 2.3");
  assert.equal(formatSpread(0.25, 0), "0.250 ± 0");
  assert.equal(formatSpread(0, 0), "0 ± 0");
  assert.equal(formatSpread(-1.5e-8, 2e-8), "−1.5e-8 ± 2e-8");
});
