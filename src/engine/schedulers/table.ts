// Every scheduler of the registry; the compiler names one that is missing.

import type { SchedulerType } from "../../model/schedulers.ts";
import { constantLr, exponentialLr, linearLr, multiStepLr, polynomialLr, stepLr } from "./chained.ts";
import { cosineAnnealingLr, cosineAnnealingWarmRestarts } from "./cosine.ts";
import { cyclicLr } from "./cyclic.ts";
import { oneCycleLr } from "./one-cycle.ts";
import { reduceLrOnPlateau } from "./plateau.ts";
import type { SchedulerKernel, SchedulerOf } from "./scheduler.ts";

export const schedulers: { readonly [K in SchedulerType]: SchedulerKernel<SchedulerOf<K>> } = {
  StepLR: stepLr,
  MultiStepLR: multiStepLr,
  ConstantLR: constantLr,
  LinearLR: linearLr,
  ExponentialLR: exponentialLr,
  PolynomialLR: polynomialLr,
  CosineAnnealingLR: cosineAnnealingLr,
  CosineAnnealingWarmRestarts: cosineAnnealingWarmRestarts,
  ReduceLROnPlateau: reduceLrOnPlateau,
  OneCycleLR: oneCycleLr,
  CyclicLR: cyclicLr,
};
