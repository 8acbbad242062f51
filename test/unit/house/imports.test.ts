// The house's import rules (ARCHITECTURE.md): each room may import only what stands here, and the test says
// why if one does not.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { test } from "node:test";
import { filesBelow, type Import, importsOf } from "./house.ts";

interface Rule {
  /** Rooms that may be imported whole. */
  readonly values: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly types: readonly string[];
  /** Packages and Node modules. */
  readonly packages: readonly RegExp[];
  /** Single files of other rooms. */
  readonly files?: readonly string[];
  readonly because: string;
}

const nothing: readonly RegExp[] = [];
const rules: Record<string, Rule> = {
  "src/model": {
    values: [],
    types: [],
    packages: [/^zod$/, /^jsonc-parser$/, /^fastest-levenshtein$/],
    because: "the model says what a network is and knows nobody",
  },
  "src/data": {
    values: ["src/model"],
    types: [],
    packages: [/^fastest-levenshtein$/, /^hyparquet/, /^fzstd$/],
    because: "the data room turns bytes into tensors and knows only the model",
  },
  "src/engine": { values: ["src/model"], types: [], packages: nothing, because: "the engine computes and knows only the model" },
  "src/training": {
    values: ["src/model", "src/data", "src/engine"],
    types: [],
    packages: nothing,
    because: "training joins data and engine and runs anywhere",
  },
  "src/code": {
    values: ["src/model"],
    types: ["src/data"],
    // Layers that are pasted may be JSON; ONNX files are protocol buffers, those of PyTorch and Keras zips,
    // and weights of Keras HDF5.
    packages: [/^jsonc-parser$/, /^@bufbuild\/protobuf/, /^fflate$/, /^jsfive$/],
    // Exported code reads a value as the data room does.
    files: ["src/data/numbers.ts", "src/data/dates.ts"],
    because: "code is written from documents and facts, never from rows, and read without being run",
  },
  "src/lessons": {
    values: ["src/model"],
    types: ["src/data", "src/training"],
    packages: [/^zod$/, /^jsonc-parser$/],
    because: "a lesson is text and data; what a person does with it happens in a session",
  },
  "src/protocol": {
    values: ["src/model"],
    types: ["src/data", "src/training", "src/lessons"],
    packages: nothing,
    because: "the channel carries types of the rooms, not the rooms",
  },
  "src/disk": {
    values: [],
    types: [],
    packages: [/^node:/],
    because: "the disk room reads and writes files and knows nothing of what is in them",
  },
  "src/pytorch/node": {
    values: ["src/pytorch", "src/disk", "src/model", "src/training"],
    types: ["src/data"],
    packages: [/^node:/],
    because: "here PyTorch's process is started and given its files",
  },
  "src/pytorch": {
    values: ["src/model", "src/code", "src/training"],
    types: ["src/data"],
    packages: nothing,
    because: "it is a conversation with a process that is handed in",
  },
  "src/worker/node": {
    values: [
      "src/worker",
      "src/disk",
      "src/model",
      "src/data",
      "src/engine",
      "src/training",
      "src/protocol",
      "src/pytorch",
      "src/pytorch/node",
    ],
    types: [],
    packages: [/^node:/],
    because: "here the worker gets Node's files and threads",
  },
  "src/worker/web": {
    values: ["src/worker", "src/data", "src/engine", "src/protocol"],
    types: [],
    packages: nothing,
    because: "a page's worker has neither files nor processes",
  },
  "src/worker": {
    // Of `code` the file format of checkpoints.
    values: ["src/model", "src/data", "src/engine", "src/training", "src/protocol", "src/code", "src/pytorch"],
    types: [],
    packages: nothing,
    because: "the worker is a shell around training; files, threads and timers are handed in",
  },
  "src/session": {
    values: ["src/model", "src/code", "src/protocol", "src/lessons"],
    types: ["src/data", "src/training"],
    packages: nothing,
    because: "a session is one open document and all that happens to it, whoever shows it and whoever trains",
  },
  "src/tools": {
    values: ["src/model", "src/code", "src/protocol", "src/session"],
    types: ["src/data", "src/training"],
    packages: [/^zod$/],
    // What follows from counts alone, as the webview has it.
    files: ["src/training/metrics/confusion.ts"],
    because: "a tool asks a session and says in a few lines what came of it, whoever calls it",
  },
  "src/mcp": {
    values: ["src/disk", "src/model", "src/code", "src/protocol", "src/session", "src/tools", "src/worker", "src/worker/node"],
    types: ["src/data", "src/training"],
    packages: [/^node:/, /^@modelcontextprotocol\/server(\/|$)/],
    // How runs lie on a disk is one thing; the file knows no VS Code.
    files: ["src/host/node/disk-storage.ts"],
    because: "the server gives the tools a folder of the disk, and knows no editor",
  },
  "src/host/node": {
    values: ["src/disk", "src/session", "src/host"],
    types: [],
    packages: [/^node:/],
    because: "here the host gets Node's files and threads, and nothing of what it does with them",
  },
  "src/host/web": {
    values: ["src/host"],
    types: [],
    packages: [/^vscode$/],
    because: "a browser has nothing but VS Code and its own workers",
  },
  "src/host": {
    values: ["src/model", "src/code", "src/protocol", "src/lessons", "src/session", "src/tools"],
    types: ["src/data", "src/training"],
    packages: [/^vscode$/, /^@vscode\/debug(adapter|protocol)$/, /^@vscode\/python-extension$/],
    // Names that are written through VS Code are made as those on a disk.
    files: ["src/disk/temporary-name.ts"],
    because: "the host learns about a CSV only from the worker, never runs the engine, and is told what it runs on",
  },
  "src/cli": {
    values: [
      "src/disk",
      "src/model",
      "src/data",
      "src/engine",
      "src/training",
      "src/code",
      "src/lessons",
      "src/pytorch",
      "src/pytorch/node",
      "src/worker",
      "src/worker/node",
      "src/mcp",
    ],
    types: [],
    packages: [/^node:/],
    because: "the command line composes the pure rooms and the engine's threads, and knows no editor",
  },
  "webview/dev": {
    values: [
      "webview",
      "webview/lesson",
      "src/model",
      "src/data",
      "src/engine",
      "src/training",
      "src/code",
      "src/protocol",
      "src/lessons",
      "src/session",
      "src/worker",
      "src/worker/web",
    ],
    types: [],
    packages: nothing,
    files: ["samples/binary.csv", "samples/iris.csv"],
    because: "the dev page composes the builder, the session and the worker, and knows no editor and no disk",
  },
  "webview/lesson": {
    values: ["webview", "src/model", "src/protocol"],
    types: ["src/data", "src/training", "src/lessons"],
    packages: [/^lit(\/|$)/, /^chart\.js/, /^@vscode-elements\/elements\//, /^marked$/, /^temml$/],
    because: "text and formulas are drawn on the lesson's page alone; the builder loads neither library",
  },
  site: {
    values: ["src/model", "src/engine", "src/training"],
    types: [],
    packages: [/^node:/, /^metalsmith$/, /^marked$/, /^temml$/, /^esbuild$/],
    // What a layer is that was just dragged in.
    files: ["webview/builder/network.ts"],
    because: "the site is written from the registries and drawn by the engine; nothing of it is shipped with the extension",
  },
  webview: {
    values: ["src/model", "src/protocol"],
    types: ["src/data", "src/training", "src/lessons"],
    packages: [/^lit(\/|$)/, /^chart\.js/, /^@vscode-elements\/elements\//, /^@vscode\/codicons/, /^gifenc$/],
    // While a threshold is dragged nobody is asked; a layer's description links to its lesson. The files
    // import nothing themselves.
    files: ["src/training/metrics/confusion.ts", "src/lessons/layer-lessons.ts"],
    because: "the webview draws what it is sent and runs in a browser",
  },
};

function roomOf(file: string): string | undefined {
  const path = relative(process.cwd(), file).split(sep).join("/");
  return Object.keys(rules).find((room) => path.startsWith(`${room}/`));
}

function violation(found: Import, room: string): string | undefined {
  const rule = rules[room]!;
  const place = `${found.file}:${found.line}`;
  if (!found.from.startsWith(".")) {
    return rule.packages.some((allowed) => allowed.test(found.from))
      ? undefined
      : `${place}: ${room} must not import "${found.from}": ${rule.because}.`;
  }
  // The engine's own kernels, as the build script compiles them.
  if ((room === "src/engine" || room === "src/data") && /\/\.out\/wasm\/[a-z-]+\.wasm$/.test(found.from)) return undefined;
  const path = join(dirname(found.file), found.from);
  if (rule.files?.includes(path.split(sep).join("/"))) return undefined;
  const target = roomOf(path);
  if (target === room || (target !== undefined && rule.values.includes(target))) return undefined;
  if (target !== undefined && rule.types.includes(target)) {
    return found.typeOnly ? undefined : `${place}: ${room} may import only types of ${target}: ${rule.because}.`;
  }
  return `${place}: ${room} must not import ${target ?? found.from}: ${rule.because}.`;
}

for (const room of Object.keys(rules)) {
  test(`${room} imports only what its rule allows`, () => {
    const all = filesBelow(room)
      .filter((file) => roomOf(file) === room)
      .flatMap(importsOf);
    assert.ok(all.length > 0, `${room} has no import at all: the check would prove nothing`);
    assert.deepEqual(all.map((found) => violation(found, room)).filter(Boolean), []);
  });
}

test("a wrong import is found and explained", () => {
  const wrong: Import = { file: "src/model/x.ts", line: 3, from: "../engine/random.ts", typeOnly: false };
  assert.match(violation(wrong, "src/model") ?? "", /src\/model\/x\.ts:3: src\/model must not import src\/engine: the model says/);
  assert.match(
    violation({ ...wrong, file: "src/host/x.ts", from: "../data/read.ts" }, "src/host") ?? "",
    /may import only types of src\/data/,
  );
  assert.match(violation({ ...wrong, file: "webview/x.ts", from: "vscode" }, "webview") ?? "", /must not import "vscode"/);
});

test("no file has more than 500 lines, and at least half have fewer than 100", () => {
  const lengths = ["src", "webview"].flatMap(filesBelow).map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length }));
  assert.deepEqual(
    lengths.filter(({ lines }) => lines > 500),
    [],
  );
  assert.ok(
    lengths.filter(({ lines }) => lines <= 100).length * 2 >= lengths.length,
    "more than half of the files are longer than 100 lines",
  );
});

test("no comment is wider than 110 columns", () => {
  const wide = ["src", "webview", "test"].flatMap(filesBelow).flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      // A word that is longer, as an address, stands alone.
      .flatMap((line, index) =>
        /^\s*(\/\/|\/?\*+) .*\S /.test(line) && line.length > 110 && !/oxlint|^\/\/ {3}/.test(line) ? [`${file}:${index + 1}`] : [],
      ),
  );
  assert.deepEqual(wide, []);
});
