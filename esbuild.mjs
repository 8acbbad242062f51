// The one build script: extension, worker, command line, webview, dev page, JSON schema and tests.
//   node esbuild.mjs                 everything that is shipped
//   node esbuild.mjs cli tests       some targets by name; `tests=data` builds only the test files whose path contains "data"
//   node esbuild.mjs manifest        the tools for agents in package.json, after a change of src/tools
//   node esbuild.mjs --watch         shipped targets and the dev page, again after each change
//   node esbuild.mjs dev --watch --serve     the dev page, served at an address that is printed

import { build, context, transform } from "esbuild";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { usedIcons } from "./scripts/lib/icons.mjs";
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
// What Node and a page run alike: it knows neither.
const anywhere = { ...node, platform: "browser" };
// What is imported while the builder runs becomes a file of its own, which the page fetches when it is needed.
const browser = {
  ...common,
  platform: "browser",
  format: "esm",
  splitting: true,
  target: "es2022",
  loader: { ".ttf": "file", ".csv": "text" },
  assetNames: "[name]",
  // Its bundle has chemistry in it as well, which no lesson writes; its sources come without.
  alias: { temml: resolve("node_modules/temml/temml.js") },
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

// What serves tools to agents, with the library of their protocol, is a file that no other command reads.
const mcpApart = {
  name: "mcp apart",
  setup: ({ onResolve }) => onResolve({ filter: /\/mcp\/server\.ts$/ }, () => ({ path: "./mcp.js", external: true })),
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

// The desktop's extension takes what it shares with a browser's from the file of that one, so it is shipped once.
const besidesTheWeb = {
  name: "besides the web",
  setup: ({ onResolve }) => onResolve({ filter: /\/extension-web\.ts$/ }, () => ({ path: "./extension-web.js", external: true })),
};

// Of a module from outside each file that imports it would get a copy of all its names, and VS Code has hundreds: a
// third of the extension's start. One module that gives the names that are used is shared by all files instead.
const vscodeOnce = {
  name: "vscode once",
  setup: ({ onResolve, onLoad }) => {
    const namespace = "vscode-once";
    onResolve({ filter: /^vscode$/ }, ({ path, importer, namespace: from }) =>
      from === namespace ? { path, external: true } : importer.endsWith(".ts") ? { path, namespace } : undefined,
    );
    onLoad({ filter: /./, namespace }, () => {
      const names = find("src", ".ts").flatMap((file) =>
        [...readFileSync(file, "utf8").matchAll(/\bvscode\.([A-Za-z]\w*)/g)].map(([, name]) => name),
      );
      return { contents: `export const { ${[...new Set(names)].join(", ")} } = require("vscode");` };
    });
  },
};

// Of Node a debug adapter needs something only if it is a process of its own; ours is an object in the extension, whose streams are never opened.
const adapterWithoutNode = {
  name: "adapter without Node",
  setup: ({ onResolve, onLoad }) => {
    const namespace = "without-node";
    const contents = {
      events: "exports.EventEmitter = class { on() {} emit() {} };",
      url: "exports.URL = URL;",
      net: "",
      fs: "",
      path: "",
    };
    onResolve({ filter: /^(events|url|net|fs|path)$/ }, ({ path, importer }) =>
      /@vscode[\\/]debugadapter[\\/]/.test(importer) ? { path, namespace } : undefined,
    );
    onLoad({ filter: /./, namespace }, ({ path }) => ({ contents: contents[path] }));
  },
};

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

/** The icons of the pages in `outdir`, which are built by then. While they are watched, all icons. */
const icons = (outdir) => ({
  ...browser,
  plugins: watch ? [] : [usedIcons(outdir)],
  entryPoints: [{ in: "@vscode/codicons/dist/codicon.css", out: "codicon" }],
  outdir,
});

const targets = {
  extension: () => [
    {
      ...node,
      plugins: [besidesTheWeb, vscodeOnce],
      entryPoints: ["src/extension.ts"],
      outfile: "dist/extension.js",
      external: ["vscode"],
    },
    {
      ...anywhere,
      plugins: [adapterWithoutNode, vscodeOnce],
      entryPoints: ["src/extension-web.ts"],
      outfile: "dist/extension-web.js",
      external: ["vscode"],
    },
  ],
  worker: () => [
    {
      ...anywhere,
      format: "esm",
      splitting: true,
      sourcemap: "inline",
      plugins: [oneStart("src/worker/training-worker.ts"), intoCommonJs],
      entryPoints: [
        { in: "src/worker/node/worker.ts", out: "worker" },
        { in: "src/worker/web/worker.ts", out: "worker-web" },
      ],
      external: ["node:*"],
      outdir: "dist",
      chunkNames: "worker-[name]-[hash]",
    },
    // What helps to read starts in each thread of it, so it is a file of its own that knows nothing else.
    { ...node, sourcemap: false, entryPoints: ["src/worker/node/reader.ts"], outfile: "dist/worker-reader.js" },
  ],
  cli: () => [
    { ...node, plugins: [mcpApart], entryPoints: ["src/cli.ts"], outfile: "dist/cli.js", banner: { js: "#!/usr/bin/env node" } },
    // Both are the same library; under two names the bundler forgets to start one of them.
    { ...node, alias: { "zod/v4": "zod" }, entryPoints: ["src/mcp/server.ts"], outfile: "dist/mcp.js" },
  ],
  webview: () => [
    {
      ...browser,
      plugins: [oneStart("webview/builder/perceptron-builder/perceptron-builder.ts")],
      entryPoints: ["webview/main.ts"],
      outdir: "dist/webview",
    },
    // The lesson's page is built by itself: what it shared with the builder would be a third file for both to wait for.
    {
      ...browser,
      plugins: [oneStart("webview/lesson/lesson-page/lesson-page.ts")],
      entryPoints: [{ in: "webview/lesson/main.ts", out: "lesson" }],
      outdir: "dist/webview",
    },
    icons("dist/webview"),
  ],
  dev: () => [
    {
      ...browser,
      plugins: [withoutWebAssembly],
      define: { KOREAN: readFileSync("l10n/bundle.l10n.ko.json", "utf8"), LESSONS: JSON.stringify(readLessons()) },
      entryPoints: ["webview/dev/dev.ts"],
      outdir: ".out/dev",
    },
    icons(".out/dev"),
  ],
  site: () => [
    {
      ...node,
      format: "esm",
      packages: "external",
      minify: false,
      legalComments: "none",
      entryPoints: ["site/site.ts"],
      outfile: ".out/site.mjs",
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

// Threads share one memory, which grows as buffers are planned.
const sharedMemory = "--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536";

/** What WebAssembly is compiled from: a name, the folder of its sources, and the compiler's own options. */
const kernels = [
  ...[
    ["simd", 0],
    ["relaxed-simd", 1],
  ].map(([name, relaxed]) => ({
    name,
    folder: "src/engine/simd/assembly",
    options: `--use RELAXED=${relaxed} --enable simd,relaxed-simd,threads,bulk-memory ${sharedMemory}`.split(" "),
  })),
  { name: "records", folder: "src/data/kernel/assembly", options: ["--enable", "simd"] },
];

/** Compiles the kernels of engine and data if a source is newer than what was compiled. */
async function buildKernels() {
  const { default: asc } = await import("assemblyscript/asc");
  mkdirSync(".out/wasm", { recursive: true });
  for (const { name, folder, options } of kernels) {
    const newest = Math.max(...find(folder, ".ts").map((file) => statSync(file).mtimeMs));
    const outFile = `.out/wasm/${name}.wasm`;
    if (existsSync(outFile) && statSync(outFile).mtimeMs > newest) continue;
    const always = ["--outFile", outFile, "-O3", "--runtime", "stub", "--noAssert"];
    const { error, stderr } = await asc.main([`${folder}/index.ts`, ...always, ...options]);
    if (error) {
      const said = /** @type {{ toString(): string }} */ (stderr);
      throw new Error(`The kernels do not compile: ${error.message}\n${said.toString()}`);
    }
  }
}

/** The most bytes that each page, the worker and the extension start with. */
const MOST_FIRST = { main: 450_000, lesson: 400_000, worker: 341_000, extension: 130_000 };
/** What they must not start with. */
const STRAY = {
  main: /node_modules\/(zod|chart\.js|marked|temml)\//,
  lesson: /node_modules\/(zod|chart\.js)\//,
  worker: /node_modules\/(zod|hyparquet|fzstd)|src\/training\/inside\//,
  extension:
    /node_modules\/(@vscode\/debugadapter|@bufbuild|zod)\/|src\/code\/(exporters|pytorch|reading)|src\/lessons\/(schema|figure-schema|read-)|src\/session\/document-session|src\/model\/schema|kept-sweep/,
};

/**
 * Prints what a program starts with and what it loads later. Gives the names of the files of its start; throws if these are too large or hold what they
 * must not.
 */
function weigh(name, { outputs }, entry) {
  const first = reachable({ outputs }, entry);
  // Without the source map, which may stand within.
  const sizeOf = (file) => Object.values(outputs[file].inputs).reduce((sum, input) => sum + input.bytesInOutput, 0);
  const bytes = [...first].reduce((sum, file) => sum + sizeOf(file), 0);
  const later = Object.keys(outputs).filter((file) => file.endsWith(".js") && !first.has(file));
  const sizes = later.map((file) => `${basename(file).replace(/-\w+\.js$/, "")} ${kilobytes(sizeOf(file))}`);
  console.log(`${name}: ${kilobytes(bytes)} to start; later ${sizes.join(", ")}`);
  checkStart(
    name,
    bytes,
    [...first].flatMap((file) => Object.keys(outputs[file].inputs)),
  );
  return [...first].map((file) => basename(file));
}

/** The same of a bundle of one file, in which what is imported later is there, but not run before. */
function weighFile(name, { inputs, outputs }, file, entry) {
  const sizes = outputs[file].inputs;
  const first = [...reachable({ outputs: inputs }, entry)].filter((input) => sizes[input]?.bytesInOutput > 0);
  const bytes = first.reduce((sum, input) => sum + sizes[input].bytesInOutput, 0);
  console.log(`${name}: ${kilobytes(bytes)} to start; later ${kilobytes(outputs[file].bytes - bytes)}`);
  checkStart(name, bytes, first);
}

function checkStart(name, bytes, inputs) {
  const found = inputs.find((file) => STRAY[name].test(file));
  if (found) throw new Error(`${found} is in what the ${name} starts with. Import only types of it, or import it when it is needed.`);
  const most = MOST_FIRST[name];
  if (bytes > most) throw new Error(`What the ${name} starts with has ${bytes} bytes; ${most} are the most.`);
}

/** The files that a file needs to start, itself the first; or also what it loads later. */
function reachable({ outputs }, entry, later = false) {
  const found = new Set();
  const add = (file) => {
    if (found.has(file)) return;
    found.add(file);
    // What a file of ours requires in a function is run when that is called, as what it imports there is.
    const isLater = (kind) => kind === "dynamic-import" || (kind === "require-call" && file.startsWith("src/"));
    for (const { path, kind, external } of outputs[file].imports) if (!external && (later || !isLater(kind))) add(path);
  };
  add(entry);
  return found;
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

/** Writes into package.json what VS Code has to know of the tools; a test of the house says if that was forgotten. */
async function writeManifest() {
  const outfile = ".out/tools.cjs";
  await build({ ...node, minify: false, legalComments: "none", entryPoints: ["src/tools/tools.ts"], outfile });
  const { toolContributions } = (await import(pathToFileURL(join(process.cwd(), outfile)).href)).default;
  const manifest = JSON.parse(readFileSync("package.json", "utf8"));
  manifest.contributes.languageModelTools = toolContributions();
  writeFileSync("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
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
/** What is shipped is made of, by target. */
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
  if (name === "manifest") {
    await writeManifest();
    continue;
  }
  if (!Object.hasOwn(targets, name)) throw new Error(`No target "${name}". Targets: ${Object.keys(targets).join(", ")}, schema, lessons.`);
  // The names of chunks follow from what is in them; old ones would stay and be shipped.
  if (name === "webview" && !watch) rmSync("dist/webview", { recursive: true, force: true });
  if (name === "dev" && !watch) rmSync(".out/dev", { recursive: true, force: true });
  if (name === "worker" && !watch && existsSync("dist"))
    for (const file of readdirSync("dist").filter((one) => /^worker\b/.test(one))) rmSync(join("dist", file));
  for (const options of targets[name](filter)) {
    if (!watch) {
      const { metafile } = await build(options);
      if (name === "extension" && "dist/extension-web.js" in metafile.outputs)
        weighFile(name, metafile, "dist/extension-web.js", "src/extension-web.ts");
      if (name === "worker" && "dist/worker.js" in metafile.outputs) {
        weigh(name, metafile, "dist/worker.js");
        const files = [...reachable(metafile, "dist/worker-web.js", true)].map((file) => basename(file));
        writeFileSync("dist/worker-web.files.json", `${JSON.stringify(files)}\n`);
      }
      // A page asks for all of its start at once.
      for (const page of ["main", "lesson"]) {
        if (!(`dist/webview/${page}.js` in metafile.outputs)) continue;
        writeFileSync(`dist/webview/${page}.first.json`, `${JSON.stringify(weigh(page, metafile, `dist/webview/${page}.js`))}\n`);
      }
      if (["extension", "worker", "webview", "cli"].includes(name)) packed.set(name, [...(packed.get(name) ?? []), metafile]);
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
for (const name of readdirSync("python").filter((name) => name.endsWith(".py"))) cpSync(`python/${name}`, `dist/${name}`);
// The extension and the command line are two packages, which share the worker.
for (const [file, names] of [
  ["ThirdPartyNotices.txt", ["extension", "worker", "webview"]],
  ["ThirdPartyNotices-cli.txt", ["cli", "worker"]],
]) {
  const metafiles = names.map((name) => packed.get(name));
  if (metafiles.every((one) => one !== undefined)) writeFileSync(join("dist", file), noticesOf(bundledPackages(metafiles.flat())));
}
