// A page of the site, and what stands around each: the way to all others, the same page in the other language,
// and a field that narrows the list of pages down. Addresses are relative, so that the site can lie anywhere.

import { both, escape, type Language, languages, type Text } from "./text.ts";

export interface Page {
  /** The folder it lies in, without slashes at the ends; empty for the first page. */
  readonly path: string;
  readonly language: Language;
  readonly title: string;
  /** How the list of pages calls it; by its title if nothing is said. */
  readonly name?: Text;
  /** Other names that somebody may look for. */
  readonly words: string;
  /** What it is about, in a sentence of plain text. */
  readonly about: string;
  readonly html: string;
  /** The same page in each language that has it. */
  readonly others: Readonly<Partial<Record<Language, string>>>;
}

/** Pages that stand together in the list of pages. */
export interface Section {
  readonly title: Text;
  /** The first of them is about all of them. */
  readonly pages: readonly Page[];
}

const names: Text = both("English", "한국어");
const words = {
  pages: both("Pages", "문서 목록"),
  find: both("Find a page…", "문서 찾기…"),
  none: both("No page has these words.", "이런 말이 든 문서가 없습니다."),
  skip: both("To the text", "본문으로"),
} as const;

/** The address of a folder or a file of the site, from a page. */
export function addressOf(from: Pick<Page, "path">, to: string): string {
  const up = from.path === "" ? "./" : "../".repeat(from.path.split("/").length);
  return `${up}${to}${to === "" || /\.\w+$/.test(to) ? "" : "/"}`;
}

/** A page as a whole. @param sections all pages of its language */
export function htmlOf(page: Page, sections: readonly Section[]): string {
  const { language, title, about, html, others } = page;
  const say = (text: Text): string => escape(text[language]);
  const file = (name: string): string => addressOf(page, name);
  const switches = languages.flatMap((other) => {
    const path = others[other];
    return other === language || path === undefined
      ? []
      : [`<a href="${addressOf(page, path)}" lang="${other}" hreflang="${other}">${names[other]}</a>`];
  });
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escape(about)}">
<title>${title === "Perceptron" ? title : `${escape(title)} · Perceptron`}</title>
<link rel="icon" href="${file("icon.png")}">
<link rel="stylesheet" href="${file("site.css")}">
<script src="${file("search.js")}" defer></script>
</head>
<body>
<a class="skip" href="#text">${say(words.skip)}</a>
<header>
<a class="home" href="${addressOf(page, language === "en" ? "" : language)}">Perceptron</a>
<span class="ways"><a class="to-pages" href="#pages">${say(words.pages)}</a> ${switches.join(" ")}</span>
</header>
<nav id="pages" aria-label="${say(words.pages)}">
<input type="search" aria-label="${say(words.find)}" placeholder="${say(words.find)}" hidden>
<p class="none secondary" role="status" hidden>${say(words.none)}</p>
${sections.map((section) => sectionOf(section, page)).join("\n")}
</nav>
<main id="text" tabindex="-1">
${html}
</main>
</body>
</html>
`;
}

function sectionOf({ title, pages }: Section, page: Page): string {
  const entries = pages.map(({ path, title: heading, name, words: others, language }) => {
    const current = path === page.path ? ' aria-current="page"' : "";
    // A page that is there in one language alone stands in the list of the other one too.
    const foreign = language === page.language ? "" : ` lang="${language}" hreflang="${language}"`;
    return `<li data-words="${escape(others)}"><a href="${addressOf(page, path)}"${current}${foreign}>${escape(name?.[page.language] ?? heading)}</a></li>`;
  });
  const isOpen = pages.some(({ path }) => path === page.path);
  return `<details${isOpen ? " open" : ""}><summary>${escape(title[page.language])}</summary><ul>${entries.join("")}</ul></details>`;
}
