// The notices of what others wrote and the extension ships: every package that esbuild's own list of inputs
// names, with its licence word for word, as MIT, BSD and CC-BY ask for. A package without a licence stops the
// build.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The packages that bundles are made of: their folders, and the version if another one than that in the
 * folder is bundled.
 * @param metafiles esbuild's, one a bundle
 */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
  const files = inputs.filter((file) => file.includes("node_modules/"));
  const folders = new Map(files.map((file) => [packageOf(file), undefined]));
  for (const [name, version] of files.flatMap(inlinedIn)) folders.set(join("node_modules", name), version);
  // The kernels are compiled with the standard library of their language.
  if (inputs.some((file) => file.endsWith(".wasm") && !file.includes("node_modules/")))
    folders.set("node_modules/assemblyscript", undefined);
  return [...folders].map(([folder, version]) => ({ folder, version })).toSorted((one, other) => (one.folder < other.folder ? -1 : 1));
}

/**
 * What a published file has in it of other packages, as its own source map says: `[name, version]`. Such a
 * package is a dependency for development here, so that its licence is at hand.
 */
function inlinedIn(file) {
  if (!existsSync(`${file}.map`)) return [];
  const { sources } = JSON.parse(readFileSync(`${file}.map`, "utf8"));
  return sources.flatMap((source) => {
    const [, version, name] = /\.pnpm\/[^/]*?@(\d[^_/]*)[^/]*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source) ?? [];
    return name ? [[name, version]] : [];
  });
}

/** The text of the notices of these packages. */
export function noticesOf(packages) {
  const head = "Perceptron contains software and icons of others. Their notices and licences follow.\n";
  return [head, ...packages.map(noticeOf)].join(`\n${"-".repeat(80)}\n\n`);
}

/** The packages that a text of notices is about, as `NAME@VERSION`. */
export function packagesIn(notices) {
  return [...notices.matchAll(/(?<=^-{80}\n\n)(\S+) (\S+) \(/gm)].map(([, name, version]) => `${name}@${version}`);
}

function packageOf(file) {
  for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    // Folders within a package may have a package.json of their own, without a name.
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version) return folder;
  }
  throw new Error(`${file} belongs to no package.`);
}

function noticeOf({ folder, version: bundled }) {
  const { name, version: installed, license, author, repository } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  if (!license) throw new Error(`${folder} says no licence.`);
  if (texts.length === 0) texts.push(`Licensed under ${license}${author ? ` by ${author.name ?? author}` : ""}.`);
  const place = repository?.url ?? repository ?? "";
  // CC-BY asks to say so.
  if (name === "@vscode/codicons") texts.unshift("Changed: the font and its style sheet have the icons alone that are used.");
  return [`${name} ${bundled ?? installed} (${license})`, ...(place ? [String(place)] : []), "", ...texts, ""].join("\n");
}
