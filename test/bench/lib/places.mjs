// Where the things are that are measured beside each other: Nodes, a Python with PyTorch, and TensorFlow.js
// and DuckDB in the cache folder.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { readdirSync } from "node:fs";
import { cacheFolder, once } from "../../../scripts/lib/cache.mjs";
import { npm, run, tryRun } from "../../../scripts/lib/run.mjs";

/** TensorFlow.js as it is measured. */
export const tfjsVersion = "4.22.0";
/** DuckDB as it is measured. */
const duckdbVersion = "1.5.6-r.1";

/** From this Node on WebAssembly has relaxed SIMD without being asked; older ones are marked in the table. */
const relaxedSince = 22;

/**
 * The Nodes to measure under, newest first and one of each version: the running one, those of
 * PERCEPTRON_NODES (paths, separated like a PATH), and the one that the tests' VS Code server came with.
 * @returns `{ path, version, isMarked }`
 */
export async function findNodes() {
  const named = (process.env.PERCEPTRON_NODES ?? "").split(delimiter).filter((path) => path !== "");
  const found = new Map();
  for (const path of [process.execPath, ...named, ...serverNodes()]) {
    const version = (await tryRun(path, ["--version"]))?.trim().slice(1);
    if (version === undefined) throw new Error(`${path} is no Node. Correct PERCEPTRON_NODES.`);
    if (!found.has(version)) found.set(version, { path, version, isMarked: majorOf(version) < relaxedSince });
  }
  return [...found.values()].toSorted((a, b) => majorOf(b.version) - majorOf(a.version));
}

function majorOf(version) {
  return Number(version.split(".")[0]);
}

function serverNodes() {
  const folder = cacheFolder();
  if (!existsSync(folder)) return [];
  const name = process.platform === "win32" ? "node.exe" : "node";
  return readdirSync(folder)
    .filter((entry) => entry.startsWith("vscode-server-"))
    .map((entry) => join(folder, entry, "node_modules", "node", "bin", name))
    .filter((path) => existsSync(path));
}

/**
 * A Python that imports torch and pandas, with PyTorch's version; undefined if there is none.
 * PERCEPTRON_PYTHON names one.
 */
export async function findPython() {
  const named = process.env.PERCEPTRON_PYTHON;
  for (const path of named ? [named] : ["python3", "/usr/bin/python3", "python"]) {
    const version = (await tryRun(path, ["-c", "import torch, pandas; print(torch.__version__)"]))?.trim().split("\n").at(-1);
    if (version !== undefined) return { path, version };
  }
  return undefined;
}

/** Threads to try beside one: all cores, and half of them. */
export function threadCounts() {
  const cores = availableParallelism();
  return [...new Set([cores, Math.floor(cores / 2)])].filter((threads) => threads > 1);
}

/**
 * PyTorch's thread settings, one thread first. Its own loops (`omp`) and its matrix products (`blas`) have
 * each their own, and all cores for both is often the slowest.
 */
export function pytorchSettings() {
  const one = { name: "1", omp: 1, blas: 1 };
  return [one, ...threadCounts().flatMap((n) => [setting(1, n), setting(n, 1), setting(n, n)])];
}

function setting(omp, blas) {
  return { name: `omp ${omp}, blas ${blas}`, omp, blas };
}

/** The environment that gives PyTorch a setting. */
export function threadEnvironment({ omp, blas }) {
  return { OMP_NUM_THREADS: String(omp), OPENBLAS_NUM_THREADS: String(blas), MKL_NUM_THREADS: String(blas) };
}

/**
 * The folder with TensorFlow.js, installed if it is not yet (30 MB): it is measured, never used. `{ folder
 * }` or `{ lacking }`.
 */
export function installTfjs(say) {
  const packages = ["core", "layers", "backend-wasm"].map((name) => `@tensorflow/tfjs-${name}@${tfjsVersion}`);
  return install("TensorFlow.js", `tfjs-${tfjsVersion}`, packages, say);
}

/** The same of DuckDB (70 MB), whose reader of CSVs is measured; its binaries are packages of npm. */
export function installDuckDB(say) {
  return install("DuckDB", `duckdb-${duckdbVersion}`, [`@duckdb/node-api@${duckdbVersion}`], say);
}

async function install(name, place, packages, say) {
  const folder = join(cacheFolder(), place);
  try {
    await once(folder, place, async () => {
      say(`Installing ${name} into ${folder} (once) …`);
      await writeFile(join(folder, "package.json"), '{ "private": true }\n');
      const [command, ...first] = npm();
      const manner = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"];
      await run(command, [...first, "install", ...manner, ...packages], { cwd: folder });
    });
    return { folder };
  } catch (error) {
    return { lacking: `${name} could not be installed from the npm registry: ${error.message.trim().split("\n")[0]}` };
  }
}
