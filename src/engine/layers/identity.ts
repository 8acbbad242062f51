// Identity: y = x.

import { elementwise } from "./elementwise.ts";

export const identity = elementwise(() => ({ value: (x) => x, slope: () => 1 }));
