// `npm run package`: the VSIX as it would be published.
//   node scripts/package.mjs            perceptron-VERSION.vsix in the repository's folder
//   node scripts/package.mjs FILE       with a name of one's own

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { packageVsix, root } from "./lib/project.mjs";

const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const path = await packageVsix(resolve(process.argv[2] ?? join(root, `perceptron-${version}.vsix`)));
console.log(`${path} is ready.`);
