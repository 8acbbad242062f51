// The icons that a page uses, and no others: its style sheet and its font are the library's, cut down to the
// icons whose names stand in the page's code. A name has to stand there whole; one that is put together while
// the page runs is not found.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import subsetFont from "subset-font";

/** A rule of the library's style sheet that says which character of its font an icon is. */
const RULE = /^\.codicon-([a-z0-9-]+):before \{ content: "\\([0-9a-f]+)" \}\n?/gm;

/**
 * The names of icons that stand in code as texts or attributes. Words that are also names of icons are among
 * them: a few too many weigh nothing.
 */
export function iconsIn(code, names) {
  const words = new Set(code.match(/(?<=["'`])[a-z][a-z0-9-]*(?=["'`])/g));
  return names.filter((name) => words.has(name));
}

/** The characters of private use that code names by their numbers, as style sheets do. */
function charactersIn(code) {
  return (code.match(/(?<=\\)[ef][0-9a-f]{3}\b/g) ?? []).map((hex) => Number.parseInt(hex, 16));
}

/** A plugin of esbuild that gives the library's style sheet and font with the icons that the scripts in `folder` use. */
export function usedIcons(folder) {
  return {
    name: "used icons",
    setup: ({ onLoad }) => {
      const characters = new Set();
      onLoad({ filter: /[\\/]codicon\.css$/ }, ({ path }) => {
        const sheet = readFileSync(path, "utf8");
        const code = readdirSync(folder)
          .filter((file) => file.endsWith(".js"))
          .map((file) => readFileSync(join(folder, file), "utf8"))
          .join("\n");
        const all = [...sheet.matchAll(RULE)].map(([, name]) => name);
        const used = new Set(iconsIn(code, all));
        for (const one of charactersIn(code)) characters.add(one);
        const contents = sheet.replaceAll(RULE, (rule, name, hex) => {
          if (!used.has(name)) return "";
          characters.add(Number.parseInt(hex, 16));
          return rule;
        });
        return { contents, loader: "css" };
      });
      // The style sheet names it, so it comes after that.
      onLoad({ filter: /[\\/]codicon\.ttf$/ }, async ({ path }) => {
        const contents = await subsetFont(readFileSync(path), String.fromCodePoint(...characters), { targetFormat: "truetype" });
        return { contents, loader: "file" };
      });
    },
  };
}
