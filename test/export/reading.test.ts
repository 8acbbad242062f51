// How CSVs are read, each way in a small document of its own (test/fixtures/code), exported, run under
// PyTorch and pandas and compared with training here.

import { readingDocuments } from "../fixtures/code/reading-documents.ts";
import { compareDocuments } from "./compare.ts";

await compareDocuments(readingDocuments);
