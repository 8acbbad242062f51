// Writes the command line's npm package: node scripts/npm-package.mjs [FOLDER], after `npm run build`.

import { writeCliPackage } from "./lib/npm-package.mjs";
import { root } from "./lib/project.mjs";

const [folder] = process.argv.slice(2);
process.chdir(root);
console.log(await writeCliPackage(folder));
