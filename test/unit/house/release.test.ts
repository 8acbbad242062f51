// What keeps a version from being released is said before anything is packaged.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { auditOf } from "../../../scripts/lib/audit.mjs";
import { type Bill, billOf } from "../../../scripts/lib/bill.mjs";
import { marketplacePage } from "../../../scripts/lib/marketplace-page.mjs";
import { problemsOf } from "../../../scripts/lib/release-problems.mjs";

const changelog = "# Changelog\n\n## 1.2.0 – 2026-12-01\n\n## 1.1.0 – 2026-11-01\n";
const good = { version: "1.2.0", changelog, isPreRelease: false, isClean: true };

test("a version that agrees with its changelog is released, each thing that is wrong is said", () => {
  assert.deepEqual(problemsOf(good), []);
  assert.match(problemsOf({ ...good, version: "1.2.0-beta" }).join(), /no version of the form/);
  assert.match(problemsOf({ ...good, version: "1.3.0" }).join(" "), /odd second number.*newest section of CHANGELOG\.md is 1\.2\.0/);
  assert.match(problemsOf({ ...good, isPreRelease: true }).join(), /odd second number/);
  assert.match(problemsOf({ ...good, changelog: "## 1.2.0 – unreleased\n" }).join(), /no date for 1\.2\.0/);
  assert.match(problemsOf({ ...good, changelog: "" }).join(), /is missing/);
  assert.match(problemsOf({ ...good, isClean: false }).join(), /not committed/);
});

test("the newest section of the changelog is the version of the manifest", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const isPreRelease = Number(version.split(".")[1]) % 2 === 1;
  const found = problemsOf({ version, changelog: readFileSync("CHANGELOG.md", "utf8"), isPreRelease, isClean: true });
  assert.deepEqual(
    found.filter((problem) => !problem.includes("no date")),
    [],
  );
});

test("every action of a workflow is pinned to a commit", () => {
  const folder = join(".github", "workflows");
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  assert.equal(texts.length, 2);
  const uses = texts.flatMap((text) => text.match(/(?<=uses: )\S+/g) ?? []);
  assert.ok(uses.length > 4);
  for (const action of uses) assert.match(action, /@[0-9a-f]{40}$/);
});

function answered(vulnerabilities: object, total: number): string {
  return JSON.stringify({ vulnerabilities, metadata: { vulnerabilities: { total } } });
}

test("a known vulnerability of what is shipped keeps it from being released; a registry that is silent is said", () => {
  assert.equal(auditOf(answered({}, 0)).isBlocking, false);
  const found = auditOf(answered({ zod: { severity: "high" } }, 1));
  assert.equal(found.isBlocking, true);
  assert.match(found.sentence, /known vulnerabilities: zod\./);
  const silent = auditOf(`npm warn audit 405\n${JSON.stringify({ message: "405 Method Not Allowed" })}`);
  assert.deepEqual(silent, {
    isBlocking: false,
    sentence: "The registry did not answer npm audit (405 Method Not Allowed): known vulnerabilities were not looked up.",
  });
  assert.match(auditOf("").sentence, /did not answer npm audit: known/);
});

function component(name: string): Bill["components"][number] {
  return { "bom-ref": `${name}@1.0.0`, name, version: "1.0.0" };
}

test("the bill of materials has what is bundled, and misses nothing", () => {
  const bill = {
    metadata: { component: component("folder") },
    components: [component("lit"), component("lit-html"), component("esbuild")],
    dependencies: [
      { ref: "folder@1.0.0", dependsOn: ["lit@1.0.0", "esbuild@1.0.0"] },
      { ref: "lit@1.0.0", dependsOn: ["lit-html@1.0.0", "esbuild@1.0.0"] },
      { ref: "esbuild@1.0.0" },
    ],
  };
  const made = billOf(bill, ["lit@1.0.0", "lit-html@1.0.0", "lit@1.0.0"]);
  assert.deepEqual(
    made.components.map(({ name }) => name),
    ["lit", "lit-html"],
  );
  assert.equal(made.metadata.component.name, "perceptron");
  assert.deepEqual(made.dependencies, [
    { ref: "folder@1.0.0", dependsOn: ["lit@1.0.0", "lit-html@1.0.0"] },
    { ref: "lit@1.0.0", dependsOn: ["lit-html@1.0.0"] },
  ]);
  assert.throws(() => billOf(bill, ["zod@1.0.0"]), /has no zod\./);
  assert.equal(billOf(bill, ["lit@0.9.0"]).components[0]?.version, "0.9.0", "what a library has inlined has its own version");
});

test("the Marketplace's page is the extension's own with film and picture, each at its address and there", () => {
  const [extension, readme] = ["docs/extension.md", "README.md"].map((file) => readFileSync(file, "utf8"));
  const page = marketplacePage(extension!, readme!, "https://example.org/docs/");
  const addresses = [...page.matchAll(/!\[[^\]]{20,}\]\(([^)]+)\)/g)].map(([, address]) => address!);
  assert.deepEqual(addresses, ["https://example.org/docs/builder.png", "https://example.org/docs/builder.gif"]);
  for (const address of addresses) assert.ok(statSync(address.replace("https://example.org/", "")).size > 50_000);
  assert.ok(page.startsWith("# Perceptron\n\nBuild a neural network") && page.includes("\n## Settings\n"));
});
