// Makes a release, and publishes nothing: checks that version and changelog agree, packages the extension (one
// package for desktop, servers and browsers) and the command line, writes their bill of materials, and looks
// whether what was packaged works: installed on a VS Code server, in a browser's page, and on the desktop.
//   node scripts/release.mjs                  a release
//   node scripts/release.mjs --pre-release    one for the Marketplace's pre-release channel
//   node scripts/release.mjs --pictures ADDRESS   where `docs` of this version can be read (https): with it the
//                                             Marketplace's page has the film and the picture of README.md
//   node scripts/release.mjs --no-smoke       without the windows in which the package is tried out
//   node scripts/release.mjs --desktop        fails if there is no desktop VS Code to try it out in

import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { auditOf } from "./lib/audit.mjs";
import { billOf } from "./lib/bill.mjs";
import { marketplacePage } from "./lib/marketplace-page.mjs";
import { packagesIn } from "./lib/notices.mjs";
import { writeCliPackage } from "./lib/npm-package.mjs";
import { build, installDependencies, packageVsix, root } from "./lib/project.mjs";
import { problemsOf } from "./lib/release-problems.mjs";
import { npm, run } from "./lib/run.mjs";
import { NoDesktop, trySmoke } from "./lib/smoke-desktop.mjs";

const isPreRelease = process.argv.includes("--pre-release");
const hasSmoke = !process.argv.includes("--no-smoke");
const at = process.argv.indexOf("--pictures");
const pictures = at < 0 ? undefined : process.argv[at + 1];
const needsDesktop = process.argv.includes("--desktop");

process.chdir(root);
await installDependencies(console.log);
const { version } = JSON.parse(await readFile("package.json", "utf8"));
const status = await run("git", ["status", "--porcelain"], { cwd: root });
const problems = problemsOf({ version, changelog: await readFile("CHANGELOG.md", "utf8"), isPreRelease, isClean: status.trim() === "" });
const [command, ...first] = npm();
// It ends with an error if it has found something, or was not answered.
const audit = auditOf(await run(command, [...first, "audit", "--omit=dev", "--json"], { cwd: root }).catch(({ output = "" }) => output));
console.log(audit.sentence);
if (audit.isBlocking) problems.push(audit.sentence);
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}

const folder = join(root, ".out", "release");
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const name = join(folder, `perceptron-${version}`);

console.log("Packaging …");
await build();
const options = isPreRelease ? ["--pre-release"] : [];
if (pictures === undefined) console.log("The Marketplace's page will have no pictures: --pictures ADDRESS says where they can be read.");
else {
  const page = join(".out", "marketplace.md");
  const [extension, readme] = await Promise.all(["docs/extension.md", "README.md"].map((file) => readFile(file, "utf8")));
  await writeFile(page, marketplacePage(extension, readme, pictures));
  options.push("--readme-path", page);
}
const vsix = await packageVsix(`${name}.vsix`, options);
await run(command, [...first, "pack", "--pack-destination", folder], { cwd: await writeCliPackage() });
const materials = ["sbom", "--sbom-format", "cyclonedx", "--sbom-type", "application", "--package-lock-only"];
const notices = await Promise.all(["", "-cli"].map((which) => readFile(join("dist", `ThirdPartyNotices${which}.txt`), "utf8")));
const bill = billOf(JSON.parse(await run(command, [...first, ...materials], { cwd: root })), notices.flatMap(packagesIn));
await writeFile(`${name}.cdx.json`, `${JSON.stringify(bill, undefined, 2)}\n`);

if (hasSmoke) {
  console.log("Trying it out on a server, in a browser, and the command line …");
  // The end-to-end tests take the package from there.
  await copyFile(vsix, join(root, ".out", "perceptron.vsix"));
  for (const test of ["e2e/package", "e2e/first-network", "e2e/web", "unit/cli/npm-package"]) {
    await build(`tests=${test}`);
    await run(process.execPath, ["--test", join(".out", "test", `${test}.test.mjs`)], { cwd: root });
  }
  console.log("Trying it out on the desktop …");
  try {
    console.log(await trySmoke(vsix));
  } catch (error) {
    if (!(error instanceof NoDesktop) || needsDesktop) throw error;
    console.log(`It was not tried out on a desktop: ${error.message}. The workflow "Release" does that on Windows, macOS and Linux.`);
  }
}
console.log(`${vsix} is ready, with the command line and the bill of materials beside it. CONTRIBUTING.md says how to publish them.`);
