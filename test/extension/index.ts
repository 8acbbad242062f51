// The tests of the extension host: VS Code loads this module and calls `run`, which runs every `*.test.cjs`
// beside it.

import { runSuite } from "../harness/host/suite.ts";

export const run = (): Promise<void> => runSuite(__dirname);
