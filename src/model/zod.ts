// The schema library as this room uses it. The webview's content security policy forbids code made at run time, and reports even the attempt, so that is
// switched off before the first schema is built.

import * as z from "zod";

z.config({ jitless: true });

export { z };
