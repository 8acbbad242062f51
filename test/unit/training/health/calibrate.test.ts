import { test } from "node:test";
import { codesOf, experimentOf, watch } from "../../../harness/health.ts";
import { healthy } from "./healthy.ts";
import { sick } from "./sick.ts";
import { format } from "../../../../src/model/message.ts";
test("all", async () => {
  const only = process.env["ONLY"];
  for (const [name, network] of Object.entries(healthy)) {
    if (only && !name.includes(only)) continue;
    try {
    const { findings, results } = await watch(experimentOf(network), network.csv);
    const f = (x?: number) => x?.toPrecision(3);
    if (findings.length || only) console.log("FALSE", name, "|", f(results[0]?.trainLoss), f(results.at(-1)?.trainLoss), f(results.at(-1)?.validationLoss), findings.map(x => `\n     ${x.code} ${x.layer} @${x.epoch} ${format(x.message)}`).join(""));
    } catch (e) { console.log("ERR", name, (e as any).problem?.message ?? e); }
  }
  for (const [name, network] of Object.entries(sick)) {
    if (only && !name.includes(only)) continue;
    try {
    const { findings, results } = await watch(experimentOf(network), network.csv);
    const f = (x?: number) => x?.toPrecision(3);
    const codes = codesOf(findings);
    const missing = network.says.filter(s => !codes.some(c => c === s || c.startsWith(s + " ")));
    console.log(missing.length ? "MISSED " + missing : "ok", "|", name, "|", f(results[0]?.trainLoss), f(results.at(-1)?.trainLoss), f(results.at(-1)?.validationLoss), results.length, findings.map(x => `${x.code} ${x.layer} @${x.epoch}`).join("; "));
    if (only) for (const x of findings) console.log("     ", format(x.message), x.fixes.map(q => format(q.title)));
    } catch (e) { console.log("ERR", name, (e as any).problem?.message ?? e); }
  }
});
