// The panels of the dock, in the order of their tabs. To add one takes a folder with its `panel.ts`, and its
// line here.

import { dataPanel } from "./data/panel.ts";
import { evaluationPanel } from "./evaluation/panel.ts";
import { insidePanel } from "./inside/panel.ts";
import { lossPanel } from "./loss/panel.ts";
import { networkPanel } from "./network/panel.ts";
import type { Panel } from "./panel.ts";
import { predictPanel } from "./predict/panel.ts";
import { problemsPanel } from "./problems/panel.ts";
import { runsPanel } from "./runs/panel.ts";
import { spacePanel } from "./space/panel.ts";
import { sweepPanel } from "./sweep/panel.ts";

export const panels: readonly Panel[] = [
  lossPanel,
  networkPanel,
  insidePanel,
  spacePanel,
  dataPanel,
  evaluationPanel,
  predictPanel,
  runsPanel,
  sweepPanel,
  problemsPanel,
];
