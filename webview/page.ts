// The page around the builder or a lesson: it fills the window, whatever margins the surroundings set, and
// says what themes leave out.

import { css, type CSSResult } from "lit";

const pageStyles: CSSResult = css`
  html,
  body {
    height: 100%;
    margin: 0;
    overflow: hidden;
    padding: 0;
  }
  body {
    /* Native parts, as lists of options, are drawn as the theme is. */
    color-scheme: dark;
    /* Korean breaks between words, not within one; a word that is too long still breaks. */
    overflow-wrap: break-word;
    word-break: keep-all;
  }
  body.vscode-light,
  body.vscode-high-contrast-light {
    color-scheme: light;
  }
  /* High contrast themes leave this token out; the buttons would take a dark grey, under dark letters. */
  body.vscode-high-contrast,
  body.vscode-high-contrast-light {
    --vscode-button-secondaryHoverBackground: var(--vscode-button-secondaryBackground, var(--vscode-editor-background));
  }
`;

/** Lays out the page and gives its one element, which is made if there is none. */
export function layOut<K extends keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K] {
  if (pageStyles.styleSheet) document.adoptedStyleSheets.push(pageStyles.styleSheet);
  const element = document.querySelector(name) ?? document.createElement(name);
  if (!element.isConnected) document.body.append(element);
  return element;
}
