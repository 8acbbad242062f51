// The one build script: extension, worker, command line, webview, dev page, JSON schema and tests.
//   node esbuild.mjs                 everything that is shipped
//   node esbuild.mjs cli tests       some targets by name; `tests=data` builds only the test files whose path contains "data"
//   node esbuild.mjs --watch         shipped targets and the dev page, again after each change
//   node esbuild.mjs dev --watch --serve     the dev page, served at an address that is printed

import { build, context, transform } from "esbuild";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { bundledPackages, noticesOf } from "./scripts/lib/notices.mjs";

const watch = process.argv.includes("--watch");

// What a licence asks to be kept in the code stands beside each bundle, in NAME.LEGAL.txt, and the bundle says so.
const common = { bundle: true, logLevel: "warning", sourcemap: true, legalComments: "linked", metafile: true, minify: !watch };
// jsonc-parser's "main" is a UMD file that no bundler can follow, so its module comes first.
const node = {
  ...common,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  loader: { ".wasm": "binary" },
};
// What is imported while the builder runs becomes a file of its own, which the page fetches when it is needed.
const browser = {
  ...common,
  platform: "browser",
  format: "esm",
  splitting: true,
  target: "es2022",
  loader: { ".ttf": "file", ".csv": "text" },
  assetNames: "[name]",
};

// What a program starts with is one file, and not one for each set of later ones that share a part of it: all of them know the whole. In a webview each
// file takes a way through several processes; in Node it is read and compiled by itself.
const oneStart = (file) => {
  const start = join(process.cwd(), file);
  const isOurs = Symbol("resolved by this plugin");
  return {
    name: "one start",
    setup: ({ onResolve, onLoad, resolve }) => {
      const later = new Set();
      onResolve({ filter: /^\./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === isOurs) return undefined;
        const found = await resolve(path, { kind, importer, resolveDir, pluginData: isOurs });
        later.add(found.path);
        // esbuild finds it once more by itself, because of what a plugin finds it does not read the tsconfig, and takes decorators for standard ones.
        return undefined;
      });
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!later.has(path)) return undefined;
        return { contents: `${readFileSync(path, "utf8")}\nimport ${JSON.stringify(start)};\n`, loader: "ts" };
      });
    },
  };
};

// Node reads the whole of a file before it runs any of it, so what a worker needs rarely stands in files of its own. esbuild splits ES modules only; a
// worker that is CommonJS starts sooner, so each of its files becomes that.
const intoCommonJs = {
  name: "into CommonJS",
  setup: ({ onEnd, initialOptions }) => {
    initialOptions.write = false;
    onEnd(async ({ outputFiles = [] }) => {
      const { minify, target, platform } = initialOptions;
      const options = { minify, target, platform, format: "cjs", supported: { "dynamic-import": false }, sourcemap: "external" };
      for (const { path, text } of outputFiles) {
        mkdirSync(dirname(path), { recursive: true });
        if (!path.endsWith(".js")) {
          writeFileSync(path, text);
          continue;
        }
        const { code, map } = await transform(withOwnNames(text), { ...options, sourcefile: path });
        writeFileSync(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
        writeFileSync(`${path}.map`, map);
      }
    });
  },
};

/**
 * Gives what a file imports from another of ours names of its own. esbuild would ask the other file's exports each time one is used, which makes loops over
 * numbers half as fast. The text stays as long as it is, so that its source map still fits.
 */
function withOwnNames(text) {
  return text.replaceAll(/\bimport ?\{([^{}]*)\} ?from ?"(\.\/worker-[^"]+)\.js";/g, (whole, names, file) =>
    `var{${names.replaceAll(" as ", ":")}}=require("${file}");`.padEnd(whole.length),
  );
}

// The page's policy, as a webview's, lets nothing compile WebAssembly; without the kernels' bytes the engine takes its plain ones. The library for
// packed Parquet compiles some as soon as it is loaded, and the page has nothing packed.
const withoutWebAssembly = {
  name: "without WebAssembly",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.wasm$/ }, () => ({ contents: "export default new Uint8Array();" }));
    onLoad({ filter: /[\\/]hyparquet-compressors[\\/]/ }, () => ({
      contents: "export const compressors = {}; export class BrotliOutput {}",
    }));
  },
};

/** Every file below `folder` that ends in `ending`. */
function find(folder, ending) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** The files of all lessons, by lesson and name; what a lesson has not itself it takes from the samples. */
function readLessons() {
  const folders = ["lessons", "test/fixtures/lessons"].filter(existsSync).flatMap((root) => readdirSync(root).map((id) => join(root, id)));
  return Object.fromEntries(
    folders
      .filter((folder) => existsSync(join(folder, "lesson.json")))
      .map((folder) => {
        const { files = [] } = JSON.parse(readFileSync(join(folder, "lesson.json"), "utf8"));
        const borrowed = files.filter((name) => !existsSync(join(folder, name))).map((name) => [name, join("samples", name)]);
        const own = readdirSync(folder).map((name) => [name, join(folder, name)]);
        return [basename(folder), Object.fromEntries([...borrowed, ...own].map(([name, file]) => [name, readFileSync(file, "utf8")]))];
      }),
  );
}

const targets = {
  extension: () => [{ ...node, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", external: ["vscode"] }],
  worker: () => [
    {
      ...node,
      format: "esm",
      splitting: true,
      sourcemap: "inline",
      plugins: [oneStart("src/worker/node/worker.ts"), intoCommonJs],
      entryPoints: ["src/worker/node/worker.ts"],
      outdir: "dist",
      chunkNames: "worker-[name]-[hash]",
    },
  ],
  cli: () => [{ ...node, entryPoints: ["src/cli.ts"], outfile: "dist/cli.js", banner: { js: "#!/usr/bin/env node" } }],
  webview: () => [
    {
      ...browser,
      plugins: [oneStart("webview/builder/perceptron-builder/perceptron-builder.ts")],
      entryPoints: ["webview/main.ts", { in: "@vscode/codicons/dist/codicon.css", out: "codicon" }],
      outdir: "dist/webview",
    },
    // The lesson's page is built by itself: what it shared with the builder would be a third file for both to wait for.
    {
      ...browser,
      plugins: [oneStart("webview/lesson/lesson-page/lesson-page.ts")],
      entryPoints: [{ in: "webview/lesson/main.ts", out: "lesson" }],
      outdir: "dist/webview",
    },
  ],
  dev: () => [
    {
      ...browser,
      plugins: [withoutWebAssembly],
      define: { KOREAN: readFileSync("l10n/bundle.l10n.ko.json", "utf8"), LESSONS: JSON.stringify(readLessons()) },
      entryPoints: ["webview/dev/dev.ts", { in: "@vscode/codicons/dist/codicon.css", out: "codicon" }],
      outdir: ".out/dev",
    },
  ],
  tests: (filter) => {
    const files = find("test", ".ts").filter((file) => /(\.test|[\\/]index)\.ts$/.test(file) && file.includes(filter ?? ""));
    const inHost = files.filter((file) => /^test[\\/]extension[\\/]/.test(file));
    const inNode = files.filter((file) => !inHost.includes(file));
    // What only a browser can load is bundled with what imports it, so that it is not loaded before that is.
    const alias = {
      gifenc: resolve("node_modules/gifenc/dist/gifenc.esm.js"),
      "@vscode-elements/elements": resolve("node_modules/@vscode-elements/elements"),
    };
    const options = { ...node, alias, minify: false, legalComments: "none", outbase: "test", outdir: ".out/test" };
    return [
      // Tests of the extension host are loaded by VS Code, which wants CommonJS; the others are modules under Node's own runner.
      ...(inHost.length ? [{ ...options, entryPoints: inHost, external: ["vscode"], outExtension: { ".js": ".cjs" } }] : []),
      ...(inNode.length ? [{ ...options, entryPoints: inNode, format: "esm", packages: "external", outExtension: { ".js": ".mjs" } }] : []),
    ];
  },
};

/** Compiles the engine's kernels, in the plain and the relaxed build, if a source is newer than what was compiled. */
async function buildKernels() {
  const sources = find("src/engine/simd/assembly", ".ts");
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  const { default: asc } = await import("assemblyscript/asc");
  mkdirSync(".out/wasm", { recursive: true });
  for (const [name, relaxed] of [
    ["simd", 0],
    ["relaxed-simd", 1],
  ]) {
    const outFile = `.out/wasm/${name}.wasm`;
    if (existsSync(outFile) && statSync(outFile).mtimeMs > newest) continue;
    const features = "simd,relaxed-simd,threads,bulk-memory";
    // Threads share one memory, which grows as buffers are planned.
    const memory = ["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
    const options = ["-O3", "--runtime", "stub", "--noAssert", "--use", `RELAXED=${relaxed}`, "--enable", features, ...memory];
    const { error, stderr } = await asc.main(["src/engine/simd/assembly/index.ts", "--outFile", outFile, ...options]);
    if (error) {
      const said = /** @type {{ toString(): string }} */ (stderr);
      throw new Error(`The kernels do not compile: ${error.message}\n${said.toString()}`);
    }
  }
}

/** The most bytes that each page and the worker start with. */
const MOST_FIRST = { main: 450_000, lesson: 450_000, worker: 330_000 };
/** What they must not start with. */
const STRAY = {
  main: /node_modules\/(zod|chart\.js|marked|temml)\//,
  lesson: /node_modules\/(zod|chart\.js)\//,
  worker: /node_modules\/(zod|hyparquet|fzstd)|src\/training\/inside\//,
};

/**
 * Prints what a program starts with and what it loads later. Gives the names of the files of its start; throws if these are too large or hold what they
 * must not.
 */
function weigh(name, { outputs }, entry) {
  const first = new Set();
  const add = (file) => {
    if (first.has(file)) return;
    first.add(file);
    for (const { path, kind, external } of outputs[file].imports) if (kind === "import-statement" && !external) add(path);
  };
  add(entry);
  // Without the source map, which may stand within.
  const sizeOf = (file) => Object.values(outputs[file].inputs).reduce((sum, input) => sum + input.bytesInOutput, 0);
  const bytes = [...first].reduce((sum, file) => sum + sizeOf(file), 0);
  const later = Object.keys(outputs).filter((file) => file.endsWith(".js") && !first.has(file));
  const sizes = later.map((file) => `${basename(file).replace(/-\w+\.js$/, "")} ${kilobytes(sizeOf(file))}`);
  console.log(`${name}: ${kilobytes(bytes)} to start; later ${sizes.join(", ")}`);
  const found = [...first].flatMap((file) => Object.keys(outputs[file].inputs)).find((file) => STRAY[name].test(file));
  if (found) throw new Error(`${found} is in what the ${name} starts with. Import only types of it, or import it when it is needed.`);
  const most = MOST_FIRST[name];
  if (bytes > most) throw new Error(`What the ${name} starts with has ${bytes} bytes; ${most} are the most.`);
  return [...first].map((file) => basename(file));
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

/** Writes what is derived from the registry rather than compiled. */
async function writeSchemas() {
  for (const [source, make, file] of [
    ["src/model/schema.ts", "documentJsonSchema", "dist/perceptron.schema.json"],
    ["src/lessons/schema.ts", "lessonJsonSchema", "dist/lesson.schema.json"],
  ]) {
    const outfile = `.out/${make}.cjs`;
    await build({ ...node, minify: false, legalComments: "none", entryPoints: [source], outfile });
    const made = (await import(pathToFileURL(join(process.cwd(), outfile)).href)).default;
    mkdirSync("dist", { recursive: true });
    writeFileSync(file, `${JSON.stringify(made[make](), null, 1)}\n`);
  }
}

/** Copies the lessons, each with what it takes from the samples. */
function copyLessons() {
  rmSync("dist/lessons", { recursive: true, force: true });
  for (const { name } of readdirSync("lessons", { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const [from, to] = [join("lessons", name), join("dist/lessons", name)];
    cpSync(from, to, { recursive: true });
    const { document, files = [], steps } = JSON.parse(readFileSync(join(from, "lesson.json"), "utf8"));
    const wanted = new Set([document, ...files, ...steps.flatMap((step) => step.document ?? [])]);
    for (const file of wanted) if (!existsSync(join(to, file))) cpSync(join("samples", file), join(to, file));
  }
}

const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
await buildKernels();
const shipped = ["extension", "worker", "cli", "webview", "schema", "lessons"];
/** What the package of the extension is made of, by target. */
const packed = new Map();
for (const word of asked.length ? asked : watch ? [...shipped, "dev"] : shipped) {
  const [name, filter] = word.split("=");
  if (name === "schema") {
    await writeSchemas();
    continue;
  }
  if (name === "lessons") {
    copyLessons();
    continue;
  }
  if (!Object.hasOwn(targets, name)) throw new Error(`No target "${name}". Targets: ${Object.keys(targets).join(", ")}, schema, lessons.`);
  // The names of chunks follow from what is in them; old ones would stay and be shipped.
  if (name === "webview" && !watch) rmSync("dist/webview", { recursive: true, force: true });
  if (name === "worker" && !watch && existsSync("dist"))
    for (const file of readdirSync("dist").filter((one) => /^worker\b/.test(one))) rmSync(join("dist", file));
  for (const options of targets[name](filter)) {
    if (!watch) {
      const { metafile } = await build(options);
      if (name === "worker") weigh(name, metafile, "dist/worker.js");
      // A page asks for all of its start at once.
      if (name === "webview") {
        const page = "dist/webview/lesson.js" in metafile.outputs ? "lesson" : "main";
        writeFileSync(`dist/webview/${page}.first.json`, `${JSON.stringify(weigh(page, metafile, `dist/webview/${page}.js`))}\n`);
      }
      if (["extension", "worker", "webview"].includes(name)) packed.set(name, [...(packed.get(name) ?? []), metafile]);
      continue;
    }
    const watched = await context(options);
    await watched.watch();
    if (name !== "dev" || !process.argv.includes("--serve")) continue;
    const { port } = await watched.serve({ servedir: ".out/dev", host: "127.0.0.1" });
    console.log(`The builder is at http://127.0.0.1:${port}`);
  }
  if (name === "dev") for (const file of ["index.html", "themes.css"]) cpSync(`webview/dev/${file}`, `.out/dev/${file}`);
}
mkdirSync("dist", { recursive: true });
cpSync("python/perceptron_runner.py", "dist/perceptron_runner.py");
if (packed.size === 3) writeFileSync("dist/ThirdPartyNotices.txt", noticesOf(bundledPackages([...packed.values()].flat())));
