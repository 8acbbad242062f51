// The webview's content security policy forbids code made at run time, and reports even the attempt, so the
// schema library is told to make none before the first schema is built. Whoever builds schemas imports this;
// the library itself is imported as a whole, so that what nobody uses stays out of a bundle.

import { config } from "zod";

config({ jitless: true });
