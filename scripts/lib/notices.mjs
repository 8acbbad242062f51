// The notices of what others wrote and the extension ships: every package that esbuild's own list of inputs
// names, with its licence word for word, as MIT, BSD and CC-BY ask for. A package without a licence stops the
// build.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folders of the packages that bundles are made of. @param metafiles esbuild's, one a bundle */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
  const folders = new Set(inputs.filter((file) => file.includes("node_modules/")).map(packageOf));
  // The kernels are compiled with the standard library of their language.
  if (inputs.some((file) => file.endsWith(".wasm") && !file.includes("node_modules/"))) folders.add("node_modules/assemblyscript");
  return [...folders].toSorted((one, other) => (one < other ? -1 : 1));
}

/** The text of the notices of these packages. */
export function noticesOf(folders) {
  const head = "Perceptron contains software and icons of others. Their notices and licences follow.\n";
  return [head, ...folders.map(noticeOf)].join(`\n${"-".repeat(80)}\n\n`);
}

function packageOf(file) {
  for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    // Folders within a package may have a package.json of their own, without a name.
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version) return folder;
  }
  throw new Error(`${file} belongs to no package.`);
}

function noticeOf(folder) {
  const { name, version, license, author, repository } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  if (!license) throw new Error(`${folder} says no licence.`);
  if (texts.length === 0) texts.push(`Licensed under ${license}${author ? ` by ${author.name ?? author}` : ""}.`);
  const place = repository?.url ?? repository ?? "";
  return [`${name} ${version} (${license})`, ...(place ? [String(place)] : []), "", ...texts, ""].join("\n");
}
