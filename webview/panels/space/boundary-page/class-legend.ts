// The classes of a picture: colour, pattern and symbol of each beside its name.

import { css, html, svg, type TemplateResult, unsafeCSS } from "lit";
import { seriesColours } from "../../../shared/series-colours.ts";
import { t } from "../../../shared/text.ts";
import { hatching, symbol } from "../plane-picture/paint-plane.ts";

/** The symbol of a class as the path of an SVG, in a box of 14. */
function symbolPath(shape: number): string {
  const parts: string[] = [];
  symbol(
    {
      arc: (x, y, radius) =>
        parts.push(`M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`),
      moveTo: (x, y) => parts.push(`M${x} ${y}`),
      lineTo: (x, y) => parts.push(`L${x} ${y}`),
      closePath: () => parts.push("Z"),
    },
    shape,
    7,
    7,
    4,
  );
  return parts.join("");
}

/** The pattern of a class as the path of an SVG, in a box of 14. */
function patternPath(pattern: number): string {
  const parts: string[] = [];
  hatching(
    pattern,
    { left: 0, top: 0, right: 14, bottom: 14 },
    { moveTo: (x, y) => parts.push(`M${x} ${y}`), lineTo: (x, y) => parts.push(`L${x} ${y}`) },
  );
  return parts.join("");
}

const MOST = 12;

export function classLegend(classes: readonly string[]): TemplateResult {
  return html`<ul class="legend" aria-label=${t("Classes")}>
    ${classes.slice(0, MOST).map(
      (name, index) =>
        html`<li>
          <svg viewBox="0 0 14 14" aria-hidden="true" class=${`class-${index % seriesColours.length}`}>
            ${svg`<rect width="14" height="14" /><path class="pattern" d=${index === 0 ? "" : patternPath(index)} />`}
          </svg>
          <svg viewBox="0 0 14 14" aria-hidden="true" class=${`class-${index % seriesColours.length}`}>
            ${svg`<path class="symbol" d=${symbolPath(index)} />`}
          </svg>
          <span class="truncated">${name}</span>
        </li>`,
    )}
    ${classes.length > MOST ? html`<li class="secondary">${t("and {0} more", classes.length - MOST)}</li>` : ""}
    <li class="secondary">
      <svg viewBox="0 0 14 14" aria-hidden="true">${svg`<path class="wrong" d="M2 2L12 12M2 12L12 2" />`}</svg>
      ${t("answered wrong")}
    </li>
  </ul>`;
}

export const classLegendStyles = css`
  .legend {
    display: flex;
    flex-wrap: wrap;
    font-size: 11px;
    gap: 4px 12px;
  }
  .legend li {
    align-items: center;
    display: flex;
    gap: 4px;
    min-width: 0;
  }
  .legend svg {
    flex: none;
    height: 14px;
    width: 14px;
  }
  .legend svg {
    --tone: ${unsafeCSS(seriesColours[0])};
  }
  ${unsafeCSS(seriesColours.map((colour, index) => `.legend .class-${index} { --tone: ${colour}; }`).join("\n"))}
  .legend rect {
    fill: var(--tone);
    fill-opacity: 0.7;
  }
  .legend .pattern {
    stroke: var(--vscode-foreground);
    stroke-opacity: 0.6;
  }
  .legend .symbol {
    fill: var(--tone);
    stroke: var(--vscode-foreground);
  }
  .legend .wrong {
    stroke: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
    stroke-width: 2;
  }
`;
