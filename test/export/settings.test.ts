// Every data setting and initialiser a document may have, each in a small document of its own
// (test/fixtures/code), exported, run under PyTorch and compared with training here.

import { documents } from "../fixtures/code/documents.ts";
import { compareDocuments } from "./compare.ts";

await compareDocuments(documents);
