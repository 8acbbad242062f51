// The backends that the tests are run on: the reference, and the product in every build that this machine can
// run.

import type { Backend } from "../../src/engine/kernel.ts";
import { reference } from "../../src/engine/reference.ts";
import { createSimdBackend } from "../../src/engine/simd/backend.ts";
import { runnableBuilds } from "../../src/engine/simd/kernels.ts";
import { enableRelaxedSimd } from "../../src/worker/node/relaxed-simd.ts";

enableRelaxedSimd();

/** Makes each backend anew, because the product's memory is given to one network. */
export const backends: Readonly<Record<string, () => Backend>> = {
  reference: () => reference,
  ...Object.fromEntries(runnableBuilds().map((build) => [build, () => createSimdBackend({ build })])),
};
