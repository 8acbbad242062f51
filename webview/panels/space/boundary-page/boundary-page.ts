// The decision boundary: what the network answers over two features, live while it trains, with the rows on
// it; over one feature a curve; and below, each unit of a layer over the same features.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "../../../chart/xy-chart/xy-chart.ts";
import "../plane-picture/plane-picture.ts";
import "../unit-maps/unit-maps.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import type { SpaceAnswered } from "../../../../src/protocol/space-host.ts";
import type { BoundaryAnswer, BoundaryQuestion } from "../../../../src/training/space/types.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import type { Series } from "../../../chart/xy-chart/plot.ts";
import { LiveQuestion } from "../../../shared/controllers/live-question.ts";
import { formatCount, formatShare, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { choiceField } from "../../data/shared/choice.ts";
import { axesOf, type Looking } from "../space-view/looking.ts";
import { answersTable, confusionTable } from "./answers-table.ts";
import { boundaryHeard } from "./boundary-heard.ts";
import { boundaryPageStyles } from "./boundary-page.styles.ts";
import { planeOf, rowText, scaleOf, valueText } from "./boundary-plane.ts";
import { classLegend } from "./class-legend.ts";

/** Points along an axis; fewer while it trains, so that there are more pictures. */
const SIZE = 100;

/** What is drawn: an answer with what was asked for it. */
interface Drawn {
  readonly x: number;
  readonly y: number | undefined;
  readonly answered: SpaceAnswered<"boundary">;
}

@customElement("boundary-page")
export class BoundaryPage extends LitElement {
  static override styles = boundaryPageStyles;

  @property({ attribute: false }) looking!: Looking;
  @property({ type: Boolean }) isTable = false;
  @state() private reading = "";
  /** Index of the target's column. */
  @state() private target = 0;
  readonly #question = new LiveQuestion<Drawn>(this);
  readonly #sound = new SoundController(this);

  /** Whether the newest moment that was asked for is on the screen. */
  get isSettled(): boolean {
    return !this.#question.isOpen;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { actions, key, isLive } = this.looking;
    const question = this.questionAt(this.looking.epoch);
    const { x, y } = question;
    this.#question.follow(JSON.stringify([key, question]), isLive, async () => {
      const answered = await actions.host.askSpace("boundary", question);
      if (answered) this.dispatchEvent(new CustomEvent("answered", { detail: answered, bubbles: true }));
      return answered && { x, y, answered };
    });
  }

  /** What is asked about a moment. */
  questionAt(epoch: number | undefined): BoundaryQuestion {
    const { facts, layer, threshold, memory } = this.looking;
    const { x, y } = axesOf(this.looking);
    const target = Math.min(this.target, facts.targets.length - 1);
    const held = memory.row === undefined ? {} : { row: memory.row };
    return {
      x,
      ...(y === undefined ? {} : { y }),
      target,
      threshold,
      size: SIZE,
      layer,
      ...held,
      ...(epoch === undefined ? {} : { epoch }),
    };
  }

  override render() {
    const { facts } = this.looking;
    const { answer, failure } = this.#question;
    if (failure !== "") return html`<p role="status">${failure}</p>`;
    if (answer === undefined) return html`<p class="secondary late" role="status">${t("Asking the network…")}</p>`;
    const { x, y, answered } = answer;
    // Another network may have other features.
    if (x >= facts.features.length || (y ?? 0) >= facts.features.length) return nothing;
    return html`<div class="parts">
        <div class="picture">${this.isTable ? this.numbers(answer) : y === undefined ? this.curve(answer) : this.picture(answer, y)}</div>
        <div class="side">
          ${this.figure(answer)} ${this.choices()} ${this.row(answered.answer, x, y)} ${this.confusion(answered.answer)}
        </div>
      </div>
      ${answered.answer.units ? html`<unit-maps .looking=${this.looking} .maps=${answered.answer.units} ?isTable=${this.isTable}></unit-maps>` : nothing}`;
  }

  private picture({ x, answered: { answer } }: Drawn, y: number): TemplateResult {
    const { facts } = this.looking;
    const label = t("Decision boundary over {0} and {1}", facts.features[x]!.column, facts.features[y]!.column);
    return html`<plane-picture
        .plane=${planeOf(facts, x, y, answer)}
        .label=${`${label}, ${scoreText(answer)}: ${this.sentence(answer)}`}
        .hint=${t("Arrow keys walk from row to row, Enter holds the other features at the row.")}
        .choose=${(index: number) => this.hold(answer.rows.row[index]!)}
        @reading=${({ detail }: CustomEvent<string>) => (this.reading = detail)}
      ></plane-picture>
      <p class="reading code small truncated" title=${this.reading}>${this.reading || nothing}</p>
      ${facts.classes ? classLegend(facts.classes) : this.scale(answer)}`;
  }

  private scale(answer: BoundaryAnswer): TemplateResult {
    const [low, high] = scaleOf(answer);
    return html`<div class="scale">
      <span class="code">${formatTick(low)}</span><span class="ramp"></span><span class="code">${formatTick(high)}</span>
      <span class="secondary">${t("Colour: the predicted number; in the circles the right one.")}</span>
    </div>`;
  }

  private curve({ x, answered: { answer } }: Drawn): TemplateResult {
    const { facts } = this.looking;
    const { column, categories } = facts.features[x]!;
    return html`<xy-chart
      .label=${t("Answer over {0}", column)}
      .xTitle=${column}
      .yTitle=${facts.classes ? t("probability") : (facts.targets[0] ?? "")}
      .yRange=${facts.classes ? [0, 1] : undefined}
      .xRange=${categories ? [-0.5, categories.length - 0.5] : undefined}
      .names=${categories}
      .series=${curvesOf(facts, answer, categories !== undefined)}
      .note=${this.heldSentence}
    ></xy-chart>`;
  }

  private numbers({ x, y, answered: { answer } }: Drawn): TemplateResult {
    return html`<div class="numbers" tabindex="0" role="region" aria-label=${t("Decision boundary as numbers")}>
      ${answersTable(this.looking.facts, x, y, answer)}
    </div>`;
  }

  /** The one number, and the one sentence. */
  private figure({ x, y, answered: { answer } }: Drawn): TemplateResult {
    const { facts } = this.looking;
    const about = t("Answers along {0}, at three heights of the picture", facts.features[x]!.column);
    return html`<p class="figure">
      <strong>${scoreText(answer)}</strong>
      <span>${this.sentence(answer)}</span>
      ${y === undefined ? nothing : soundButton(this.#sound, () => boundaryHeard(facts, answer), { about })}
    </p>`;
  }

  private sentence({ score, epoch }: BoundaryAnswer): string {
    const [rows, when] = [formatCount(score.rows), formatCount(epoch)];
    if (score.name === "r2") {
      return score.split === "validation"
        ? t("R² on {0} validation rows, epoch {1}", rows, when)
        : t("R² on {0} training rows, epoch {1}", rows, when);
    }
    return score.split === "validation"
      ? t("of {0} validation rows answered right, epoch {1}", rows, when)
      : t("of {0} training rows answered right, epoch {1}", rows, when);
  }

  /** A list of thousands of features is not drawn again with every picture. */
  private choices(): unknown {
    const { facts, memory } = this.looking;
    return guard([facts, memory.x, memory.y, memory.row, this.target], () => this.fields());
  }

  private fields(): TemplateResult {
    const { facts, remember } = this.looking;
    const { x, y } = axesOf(this.looking);
    const options = facts.features.map(({ column }, index) => ({ value: String(index), text: column }));
    const name = (index: string): string => (index === "" ? "" : facts.features[Number(index)]!.column);
    return html`<div class="fields" data-target="boundary-axes">
        ${choiceField({ label: t("Horizontal"), value: String(x), options, commit: (value) => remember({ x: name(value) }) })}
        ${choiceField({
          label: t("Vertical"),
          value: y === undefined ? "" : String(y),
          options: [{ value: "", text: t("None: a curve") }, ...options.filter(({ value }) => value !== String(x))],
          commit: (value) => remember({ y: name(value) }),
        })}
        ${
          facts.targets.length < 2
            ? nothing
            : choiceField({
                label: t("Target"),
                value: String(this.target),
                options: facts.targets.map((text, index) => ({ value: String(index), text })),
                commit: (value) => (this.target = Number(value)),
              })
        }
      </div>
      ${facts.features.length > 2 || y === undefined ? html`<p class="secondary small">${this.heldSentence}</p>` : nothing}`;
  }

  /** Where the features are that are on no axis. */
  private get heldSentence(): string {
    const { facts, memory } = this.looking;
    const { x, y } = axesOf(this.looking);
    if (memory.row !== undefined) return t("The other features have the values of row {0}.", memory.row + 1);
    const others = facts.features.filter((_, index) => index !== x && index !== y);
    if (others.length === 0) return "";
    const shown = others.slice(0, 4).map((feature) => `${feature.column} ${valueText(feature, feature.held)}`);
    const list = others.length > shown.length ? [...shown, "…"] : shown;
    return t("The other features are held at their median or most frequent value: {0}.", list.join(", "));
  }

  /** The row that the others are held at, and what is answered for it. */
  private row({ rows }: BoundaryAnswer, x: number, y: number | undefined): TemplateResult | typeof nothing {
    const { memory, remember, facts, actions } = this.looking;
    if (memory.row === undefined) return nothing;
    const at = rows.row.indexOf(memory.row);
    const place = at < 0 ? undefined : { file: rows.files[rows.file[at]!]!, line: rows.line[at]! };
    return html`<div class="row-line">
      ${at < 0 ? nothing : html`<span class="small">${rowText(facts, x, y, rows, at)}</span>`}
      ${
        place
          ? html`<vscode-button secondary @click=${() => void actions.host.openCsv(place)}>${t("Show in CSV")}</vscode-button>`
          : nothing
      }
      <vscode-button secondary @click=${() => remember({ row: undefined })}>${t("Hold at median")}</vscode-button>
    </div>`;
  }

  private hold(row: number): void {
    this.looking.remember({ row });
  }

  private confusion({ score }: BoundaryAnswer): TemplateResult | typeof nothing {
    const { classes } = this.looking.facts;
    return classes && score.confusion && classes.length <= 8 ? confusionTable(classes, score.confusion) : nothing;
  }
}

function scoreText({ score: { name, value } }: BoundaryAnswer): string {
  return name === "r2" ? formatTick(value) : formatShare(value);
}

/**
 * At most three lines of classes, which differ in more than their colour; of numbers the line and the rows.
 */
function curvesOf(
  { classes }: Looking["facts"],
  { x, answers, probabilities, rows }: BoundaryAnswer,
  isCategory: boolean,
): readonly Series[] {
  const line = isCategory ? "dots" : "line";
  if (classes === undefined || probabilities === undefined) {
    return [
      { name: t("predicted"), kind: line, tone: "blue", x, y: answers },
      { name: t("rows"), kind: "points", tone: "orange", x: rows.x, y: rows.truth },
    ];
  }
  const kinds = [
    { kind: line, tone: "blue" },
    { kind: "dashed", tone: "orange" },
    { kind: "steps", tone: "quiet" },
  ] as const;
  const shown = classes.length === 2 ? [1] : [...classes.keys()].slice(0, kinds.length);
  return shown.map((index, place) => {
    const { kind, tone } = kinds[place]!;
    const y = Float32Array.from(x, (_, point) => probabilities[point * classes.length + index]!);
    return { name: classes[index]!, kind, tone, x, y };
  });
}

declare global {
  interface HTMLElementTagNameMap {
    "boundary-page": BoundaryPage;
  }
}
