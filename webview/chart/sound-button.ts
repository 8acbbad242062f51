// The button of a chart that plays it, and stops that; every chart has this one.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, type TemplateResult } from "lit";
import { t } from "../shared/text.ts";
import { canPlay, type Heard } from "./curve-sound.ts";
import type { SoundController } from "./sound-controller.ts";

export interface SoundButton {
  /** What is played, if more than one chart is in sight. */
  readonly about?: string;
  /** Whether there is room for words, as for why nothing can be played. */
  readonly hasText?: boolean;
}

/** @param heard is asked when it is to be played */
export function soundButton(
  sound: SoundController,
  heard: () => readonly Heard[],
  { about = "", hasText = false }: SoundButton = {},
): TemplateResult {
  if (!canPlay()) return hasText ? html`<span class="secondary">${t("This window cannot play sounds.")}</span>` : html``;
  const title = sound.isPlaying ? t("Stop the sound") : t("Play as sound");
  return html`<vscode-toolbar-button
    class="sound"
    icon=${sound.isPlaying ? "debug-stop" : "unmute"}
    label=${about === "" ? title : `${about}: ${title}`}
    title=${title}
    @click=${() => sound.toggle(heard())}
    >${hasText ? html`<span class="wide">${title}</span>` : ""}</vscode-toolbar-button
  >`;
}
