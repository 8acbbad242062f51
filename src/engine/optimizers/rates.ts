// What a scheduler finds before it sets anything: the optimizer's own settings.

import type { Optimizer } from "../../model/schema.ts";
import type { Rates } from "../kernel.ts";

/** The rates of an optimizer without a scheduler. */
export function initialRates(optimizer: Optimizer): Rates {
  const momentum = "betas" in optimizer ? optimizer.betas[0] : "momentum" in optimizer ? optimizer.momentum : 0;
  return { lr: optimizer.lr, momentum };
}
