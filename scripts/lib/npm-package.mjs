// The command line as a package of its own, for npm and npx: what dist has of it, with a manifest that needs
// nothing else.

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./project.mjs";

/** What of dist the command line runs. */
const RUN = /^((cli|mcp)\.js|worker.*\.js|perceptron_\w+\.py|(cli|mcp|worker).*\.LEGAL\.txt)$/;

/**
 * Writes the package into an empty `folder` and returns that. `dist` has been built as a whole.
 */
export async function writeCliPackage(folder = join(root, ".out", "npm")) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "dist"), { recursive: true });
  const built = await readdir(join(root, "dist"));
  if (!built.includes("cli.js") || !built.includes("worker.js")) throw new Error("dist has no command line. Run `npm run build` first.");
  for (const file of built.filter((name) => RUN.test(name))) await cp(join(root, "dist", file), join(folder, "dist", file));
  await cp(join(root, "scripts", "npm", "README.md"), join(folder, "README.md"));
  for (const file of ["LICENSE", "CHANGELOG.md"]) await cp(join(root, file), join(folder, file));
  await cp(join(root, "dist", "ThirdPartyNotices-cli.txt"), join(folder, "ThirdPartyNotices.txt"));
  const { version, license, keywords } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const manifest = {
    name: "perceptron-cli",
    version,
    description: "Train, test, predict with and export small neural networks on CSVs, with PyTorch's numbers and without Python",
    keywords,
    license,
    bin: { perceptron: "dist/cli.js" },
    engines: { node: ">=20" },
    files: ["dist", "CHANGELOG.md", "ThirdPartyNotices.txt"],
  };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return folder;
}
