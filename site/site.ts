// The documentation site: the repository's documents and the reference made from the registries, in English and
// Korean, as plain files in .out/site. `npm run site` builds this file and runs it.

import Metalsmith from "metalsmith";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import type { Translations } from "../src/model/message.ts";
import { htmlOfMarkdown, type Places } from "./markdown.ts";
import { htmlOf, type Page, type Section } from "./page.ts";
import { referenceSections } from "./reference.ts";
import { both, type Language, languages, sayIn, type Text } from "./text.ts";

const root = process.cwd();
/** Documents by the section they stand in, in the order of reading. */
const guides: readonly { readonly title: Text; readonly files: readonly string[] }[] = [
  { title: both("Perceptron", "Perceptron"), files: ["README.md"] },
  {
    title: both("Guide", "안내 (영어)"),
    files: [
      "docs/extension.md",
      "docs/starter.md",
      "docs/lessons.md",
      "docs/health.md",
      "docs/debugger.md",
      "docs/runs.md",
      "docs/tests.md",
      "docs/importing.md",
      "docs/two-ways.md",
      "docs/exporting.md",
      "docs/pytorch-engine.md",
      "docs/accessibility.md",
      "docs/agents.md",
      "docs/api.md",
      "docs/never-lose-work.md",
      "docs/security.md",
    ],
  },
  { title: both("Facts", "자료 (영어)"), files: ["docs/format.md", "docs/parity.md", "docs/benchmark.md"] },
  { title: both("Project", "프로젝트 (영어)"), files: ["CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"] },
];
/** First pages. A language without one of its own has the English one. */
const homes: Readonly<Record<Language, string>> = { en: "README.md", ko: "README.ko.md" };

/** What is read besides the folder `docs`: files of the repository's folder. */
const above = [...new Set([...Object.values(homes), ...guides.flatMap(({ files }) => files)])].filter((file) => !file.startsWith("docs/"));

function pathOf(file: string): string {
  const home = languages.find((language) => homes[language] === file);
  if (home !== undefined) return home === "en" ? "" : home;
  return file
    .replace(/\.md$/, "")
    .toLowerCase()
    .replace(/^(?!docs\/)/, "project/");
}

const picture = (file: string): boolean => /\.(png|gif)$/.test(file);

/** Makes pages of the Markdown files that were read. What is no page, as a picture, stays. */
function pages(files: Metalsmith.Files): void {
  for (const file of above) files[`../${file}`] = { contents: readFileSync(join(root, file)) };
  const texts = new Map<string, string>();
  const places = new Map<string, string>();
  for (const [name, { contents }] of Object.entries(files)) {
    const file = name.startsWith("../") ? name.slice(3) : `docs/${name.replaceAll("\\", "/")}`;
    places.set(file, picture(file) ? name : pathOf(file));
    if (picture(file)) continue;
    texts.set(file, contents.toString());
    delete files[name];
  }
  const forgotten = [...texts.keys()].filter((file) => file !== homes.ko && !guides.some((guide) => guide.files.includes(file)));
  if (forgotten.length > 0) throw new Error(`The site has no place for ${forgotten.join(", ")}: name them in site/site.ts.`);

  const documents = new Map([...texts].map(([file, text]) => [file, documentOf(file, text, places)]));
  const korean = JSON.parse(readFileSync(join(root, "l10n", "bundle.l10n.ko.json"), "utf8")) as Translations;
  for (const language of languages) {
    const own = guides.map(({ title, files: members }): Section => {
      const inLanguage = members.map((file) => (file === homes.en ? homes[language] : file));
      return { title, pages: inLanguage.map((file) => documents.get(file)!) };
    });
    const sections = [own[0]!, ...referenceSections(language, sayIn(language, korean)), ...own.slice(1)];
    for (const page of sections.flatMap((section) => section.pages))
      if (page.language === language) files[join(page.path, "index.html")] = { contents: Buffer.from(htmlOf(page, sections)) };
  }
}

function documentOf(file: string, text: string, places: Places): Page {
  const path = pathOf(file);
  const language = languages.find((one) => one !== "en" && homes[one] === file) ?? "en";
  const { html, title, about } = htmlOfMarkdown(text, file, { path }, places);
  const isHome = Object.values(homes).includes(file);
  // The page that VS Code shows of the extension has the product's name as its heading.
  const heading = file === "docs/extension.md" ? "Use it in VS Code" : title;
  const others = isHome ? Object.fromEntries(languages.map((one) => [one, pathOf(homes[one])])) : { en: path };
  return { path, language, title: heading, ...(isHome ? { name: both("Start", "처음") } : {}), words: "", about, html, others };
}

/** Style sheet, script and icon. */
function assets(files: Metalsmith.Files): void {
  const script = transformSync(readFileSync(join(root, "site", "search.ts"), "utf8"), { loader: "ts", minify: true, format: "iife" });
  files["search.js"] = { contents: Buffer.from(script.code) };
  files["site.css"] = { contents: readFileSync(join(root, "site", "site.css")) };
  files["icon.png"] = { contents: readFileSync(join(root, "media", "icon.png")) };
}

const written = await Metalsmith(root)
  .source("docs")
  .destination(join(".out", "site"))
  .clean(true)
  .frontmatter(false)
  .use(pages)
  .use(assets)
  .build();
console.log(`The site has ${Object.keys(written).filter((file) => file.endsWith(".html")).length} pages: .out/site/index.html`);
