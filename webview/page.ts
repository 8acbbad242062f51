// The page around the builder: it fills the window, whatever margins the surroundings set.

import { css, type CSSResult } from "lit";

const pageStyles: CSSResult = css`
  html,
  body {
    height: 100%;
    margin: 0;
    overflow: hidden;
    padding: 0;
  }
`;

/** Lays out the page and gives its builder, which is made where there is none. */
export function preparePage(): HTMLElementTagNameMap["perceptron-builder"] {
  if (pageStyles.styleSheet) document.adoptedStyleSheets.push(pageStyles.styleSheet);
  const builder = document.querySelector("perceptron-builder") ?? document.createElement("perceptron-builder");
  if (!builder.isConnected) document.body.append(builder);
  return builder;
}
