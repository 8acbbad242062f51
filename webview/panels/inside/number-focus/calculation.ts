// A line of a calculation with the numbers in it: the formula, then its terms as a table, a factor a column.

import { html, nothing, type TemplateResult } from "lit";
import type { InsideStep, Line, NumberAddress, Operand, Term } from "../../../../src/training/inside/types.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { exact, figure } from "../inside-view/inside-words.ts";

/** A sum of more terms is long. */
const LONG = 32;
/** Terms of a long sum that are seen at first: those that add most to it. */
const MOST_TERMS = 24;

export interface LineContext {
  readonly step: InsideStep;
  readonly open: (address: NumberAddress, symbol: string) => void;
  /** Whether every term is shown. */
  readonly isWhole: boolean;
  readonly showAll: () => void;
}

export function calculationLine(line: Line, context: LineContext): TemplateResult {
  const { symbol, formula, value, kind } = line;
  return html`<section class="line">
    <p class="formula code"><span>${symbol} = ${formula}</span> <span class="result" title=${exact(value)}>= ${figure(value)}</span></p>
    ${kind === "value" ? operands(line, context) : terms(line, context)}
  </section>`;
}

/** What a formula that is no sum was given. */
function operands({ terms: [term] }: Line, context: LineContext): TemplateResult | typeof nothing {
  if (term === undefined || term.factors.length === 0) return nothing;
  return html`<ul class="operands">
    ${term.factors.map(
      (factor) =>
        html`<li>
          <span class="code secondary">${factor.symbol} =</span> ${number(factor, context)}
          ${factor.label === undefined ? nothing : html`<span class="small secondary">${factor.label}</span>`}
        </li>`,
    )}
  </ul>`;
}

function terms(line: Line, context: LineContext): TemplateResult | typeof nothing {
  const { terms: all, kind, count, value } = line;
  if (all.length === 0) return nothing;
  const isLong = all.length > LONG && !context.isWhole;
  const shown = isLong ? all.toSorted((one, other) => Math.abs(other.value) - Math.abs(one.value)).slice(0, MOST_TERMS) : all;
  const rest = isLong ? all.reduce((sum, term) => sum + term.value, 0) - shown.reduce((sum, term) => sum + term.value, 0) : 0;
  const width = Math.max(...all.map(({ factors }) => factors.length));
  const labels = shown.map((term) => labelOf(term, all, context.step));
  const hasLabels = labels.some((label) => label !== "");
  // A symbol that all terms have stands once, above them.
  const heads = Array.from({ length: width }, (_, place) => commonSymbol(all, place));
  const isProduct = width > 1;
  // Long symbols stand above their numbers.
  const isStacked = all.length <= 8 && all.some(({ factors }) => factors.length > 2 || factors.some(({ symbol }) => symbol.length > 5));
  return html`<div
      class="terms"
      tabindex=${shown.length > 8 ? 0 : nothing}
      role=${shown.length > 8 ? "region" : nothing}
      aria-label=${shown.length > 8 ? t("Terms of {0}", line.symbol) : nothing}
    >
      <table class=${isStacked ? "stacked" : ""}>
        ${
          heads.some((head) => head !== undefined) && all.length > 1
            ? html`<thead>
                <tr>
                  ${hasLabels ? html`<th scope="col"><span class="unseen">${t("Term")}</span></th>` : nothing}
                  ${heads.map(
                    (head, place) =>
                      html`${place > 0 ? html`<td></td>` : nothing}
                        <th scope="col" class="number code">
                          ${head ?? html`<span class="unseen">${t("Factor {0}", place + 1)}</span>`}
                        </th>`,
                  )}
                  ${
                    isProduct
                      ? html`<td></td>
                          <th scope="col" class="number"><span class="unseen">${t("Product")}</span></th>`
                      : nothing
                  }
                </tr>
              </thead>`
            : nothing
        }
        <tbody>
          ${shown.map(
            (term, index) =>
              html`<tr>
                ${hasLabels ? html`<th scope="row" class="small secondary truncated" title=${labels[index]!}>${labels[index]}</th>` : nothing}
                ${heads.map((head, place) => factorCell(term, place, head !== undefined && all.length > 1, context))}
                ${
                  isProduct
                    ? html`<td class="sign">${term.factors.length > 1 ? "=" : ""}</td>
                        <td class="number" title=${exact(term.value)}>${figure(term.value)}</td>`
                    : nothing
                }
              </tr>`,
          )}
        </tbody>
        ${all.length > 1 || kind === "mean" ? foot(line, (hasLabels ? 1 : 0) + 2 * width - 1) : nothing}
      </table>
    </div>
    ${
      isLong
        ? html`<p class="small">
            <span class="secondary">${t("{0} smaller terms come to {1}.", formatCount(all.length - shown.length), figure(rest))}</span>
            <button class="link" @click=${() => context.showAll()}>${t("Show all {0} in order", formatCount(all.length))}</button>
          </p>`
        : nothing
    }`;

  function foot({ symbol }: Line, span: number): TemplateResult {
    const sum = all.reduce((total, term) => total + term.value, 0);
    const total = kind === "mean" ? html`${figure(sum)} / ${figure(count ?? all.length)} = ${figure(value)}` : figure(value);
    return html`<tfoot>
      <tr>
        <th scope="row" class="small" colspan=${isProduct ? span + 1 : Math.max(1, span - 1)}>
          ${kind === "mean" ? t("Mean") : t("Sum")}<span class="unseen"> ${symbol}</span>
        </th>
        <td class="number strong" title=${exact(value)}>${total}</td>
      </tr>
    </tfoot>`;
  }
}

function factorCell({ factors }: Term, place: number, hasHead: boolean, context: LineContext): TemplateResult {
  const factor = factors[place];
  const sign = place === 0 ? nothing : html`<td class="sign">${factor ? "×" : ""}</td>`;
  if (factor === undefined)
    return html`${sign}
      <td></td>`;
  return html`${sign}
    <td class="number">${hasHead ? nothing : html`<span class="secondary symbol">${factor.symbol}</span> `}${number(factor, context)}</td>`;
}

/** A number that can be opened, or one that is given. */
function number({ symbol, value, address, label }: Operand, { open }: LineContext): TemplateResult {
  const text = figure(value);
  if (address === undefined) return html`<span class="code" title=${exact(value)}>${text}</span>`;
  const name = label === undefined ? symbol : `${symbol}, ${label}`;
  return html`<button
    class="code link"
    title=${t("{0} = {1}: open", name, exact(value))}
    aria-label=${t("{0} = {1}: open", name, text)}
    @click=${() => open(address, symbol)}
  >
    ${text}
  </button>`;
}

/** What a term is of: the row that tells it from the others, else the name of one of its factors. */
function labelOf({ factors }: Term, all: readonly Term[], { rows }: InsideStep): string {
  const address = factors[0]?.address;
  const isOfRows =
    address !== undefined && !("parameter" in address.tensor) && new Set(all.map((term) => term.factors[0]?.address?.row)).size > 1;
  if (isOfRows) return t("row {0}", formatCount(rows[address.row] ?? address.row + 1));
  return factors.find(({ label }) => label !== undefined)?.label ?? "";
}

function commonSymbol(all: readonly Term[], place: number): string | undefined {
  const symbols = new Set(all.map(({ factors }) => factors[place]?.symbol));
  const [only] = symbols;
  return symbols.size === 1 ? only : undefined;
}
