// CommonJS files as one script, for a place that can load only one.

/** A file, which others `require` by `./NAME`, with `.js` or without. */
export interface ScriptFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Each file is a function, which is called when it is first asked for.
 * @param first the name of the file that the script begins with
 */
export function scriptOf(files: readonly ScriptFile[], first: string): string {
  const modules = files.map(({ name, text }) => `${JSON.stringify(moduleOf(name))}(module, exports, require) {\n${text}\n}`);
  return `"use strict";
const modules = {
${modules.join(",\n")}
};
const loaded = {};
function require(file) {
  const name = file.replace(/\\.js$/, "");
  if (!Object.hasOwn(loaded, name)) {
    loaded[name] = { exports: {} };
    modules[name](loaded[name], loaded[name].exports, require);
  }
  return loaded[name].exports;
}
require(${JSON.stringify(moduleOf(first))});
`;
}

function moduleOf(name: string): string {
  return `./${name.replace(/\.js$/, "")}`;
}
