// Every layer, loss, optimizer, scheduler and way to end a run, each in a small document of its own,
// exported, run under PyTorch and compared with training here.

import { trainingDocuments } from "../fixtures/code/training-documents.ts";
import { compareDocuments } from "./compare.ts";

// A bias before BatchNorm1d has no gradient but rounding, of which Adam makes whole steps; Rprop goes by the
// signs of gradients alone.
await compareDocuments(trainingDocuments, {
  "BatchNorm1d after a bias, with Adam": { losses: 1e-3, weights: Infinity },
  "Rprop as it is": { losses: 1e-3, weights: 1e-2 },
  "Rprop with its parameters": { losses: 1e-3, weights: 1e-2 },
});
