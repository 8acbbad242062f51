// What is offered for the axis of the values, one click away: room for all of them if some run off, and a
// logarithmic one if they lie far apart.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { ValueRange } from "../robust-range.ts";
import { t } from "../../shared/text.ts";

export interface AxisOffers {
  /** Whether the bulk's axis leaves some out. */
  readonly runsOff: boolean;
  readonly wantsLog: boolean;
}

export const noOffers: AxisOffers = { runsOff: false, wantsLog: false };

/** What the values of one chart or of several call for. */
export function offersFor(ranges: readonly (ValueRange | undefined)[]): AxisOffers {
  return {
    runsOff: ranges.some((range) => range !== undefined && range.bulk !== range.whole),
    wantsLog: ranges.some((range) => range?.wantsLog === true),
  };
}

export function sameOffers(one: AxisOffers, other: AxisOffers): boolean {
  return one.runsOff === other.runsOff && one.wantsLog === other.wantsLog;
}

/** The button that gives the axis room for all values, and back. */
export function wholeButton({ runsOff }: AxisOffers, isWhole: boolean, set: (isWhole: boolean) => void): TemplateResult | typeof nothing {
  const title = isWhole
    ? t("The axis has room for all values. Follow most of them instead.")
    : t("A few values lie beyond the axis. Make room for all of them.");
  return runsOff ? toggle("unfold", t("All values"), title, isWhole, set) : nothing;
}

/** The button that makes the axis logarithmic, and back. */
export function logButton({ wantsLog }: AxisOffers, isLog: boolean, set: (isLog: boolean) => void): TemplateResult | typeof nothing {
  const title = isLog
    ? t("The axis is logarithmic. Make it linear.")
    : t("The values lie far apart. A logarithmic axis shows all of them.");
  return wantsLog || isLog ? toggle("graph-scatter", t("Logarithmic"), title, isLog, set) : nothing;
}

function toggle(icon: string, label: string, title: string, isOn: boolean, set: (isOn: boolean) => void): TemplateResult {
  return html`<vscode-toolbar-button icon=${icon} label=${label} title=${title} toggleable ?checked=${isOn} @click=${() => set(!isOn)}
    ><span class="offer">${label}</span></vscode-toolbar-button
  >`;
}
