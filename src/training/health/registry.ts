// The registry: every detector, in the order in which it is asked.

import type { Detector } from "./detector.ts";
import { constantOutput } from "./detectors/constant-output.ts";
import { deadUnits } from "./detectors/dead-units.ts";
import { diverging } from "./detectors/diverging.ts";
import { explodingGradient } from "./detectors/exploding-gradient.ts";
import { overfitting } from "./detectors/overfitting.ts";
import { plateau } from "./detectors/plateau.ts";
import { saturatedUnits } from "./detectors/saturated-units.ts";
import { updateRatio } from "./detectors/update-ratio.ts";
import { vanishingGradient } from "./detectors/vanishing-gradient.ts";
import { zigZag } from "./detectors/zig-zag.ts";

export const detectors: readonly Detector[] = [
  vanishingGradient,
  explodingGradient,
  deadUnits,
  saturatedUnits,
  constantOutput,
  zigZag,
  plateau,
  diverging,
  overfitting,
  updateRatio,
];
