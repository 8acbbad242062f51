// An export of a document, from the choice of a format to its files: which formats it can be written in and
// why not in the others, and what is written. Whoever asks shows it.

import type { Exporter, Language } from "../../code/exporter.ts";
import { type ExportFormat, exporters } from "../../code/exporters.ts";
import { firstError, type Problem } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import type { DocumentSession } from "../document-session.ts";
import type { NetworkPorts } from "../network/network-ports.ts";
import { type ExportedCode, exportedCode, exportInput } from "./exported-code.ts";
import { type ChosenWeights, exportCheck, exportMetrics, exportWeights, type WeightsOrReason } from "./export-weights.ts";

/** A format of the registry, as it is or with one of its options. */
export interface ExportTarget {
  readonly format: ExportFormat;
  /** The name of an option that is switched on. */
  readonly option?: string;
}

export interface ExportChoice extends ExportTarget {
  /** Why it cannot be written as the document is now. */
  readonly problem?: Problem;
}

export type ExportChoices =
  | { readonly kind: "choices"; readonly choices: readonly ExportChoice[] }
  /** What keeps the document from any export, the first error first. */
  | { readonly kind: "unready"; readonly errors: readonly Problem[] };

export type ExportPorts = Pick<NetworkPorts, "worker" | "sources" | "stem" | "weightBytes">;

export class DocumentExport {
  readonly #session: DocumentSession;
  readonly #ports: ExportPorts;
  readonly #language: Language;
  readonly #chosen: ChosenWeights | undefined;

  /**
   * @param chosen weights that every format gets; undefined if only those that need some get those beside the
   *   document
   */
  constructor(session: DocumentSession, ports: ExportPorts, language: Language, chosen?: ChosenWeights) {
    this.#session = session;
    this.#ports = ports;
    this.#language = language;
    this.#chosen = chosen;
  }

  /** Every format, in the order of the registry, and behind it once more with each of its options. */
  async choices(): Promise<ExportChoices> {
    const { experiment, errors } = await this.#session.ready();
    if (experiment === undefined) return { kind: "unready", errors };
    const weights = await exportWeights(experiment, this.#ports, this.#chosen);
    const formats = Object.keys(exporters) as ExportFormat[];
    return { kind: "choices", choices: formats.flatMap(targetsOf).map((target) => this.#choice(target, experiment, weights)) };
  }

  /**
   * The files of a format. A page that says how well the network does gets that of the weights, if there are
   * some.
   * @param stem the name of the first file without its extension; the document's if nothing is said
   */
  async files({ format, option }: ExportTarget, stem?: string): Promise<ExportedCode> {
    const { experiment, errors } = await this.#session.ready();
    if (experiment === undefined) return { kind: "unready", errors };
    const { showsMetrics }: Exporter = exporters[format];
    const takes = this.#takesWeights(format);
    const found = takes || showsMetrics ? await exportWeights(experiment, this.#ports, this.#chosen) : undefined;
    if (takes && found?.weights === undefined) return { kind: "unready", errors: found ? [found.reason] : [] };
    const weights = found?.weights;
    const check = takes && weights ? await exportCheck(weights, experiment.training.threshold, this.#ports) : undefined;
    const metrics = showsMetrics && weights ? await exportMetrics(weights, experiment, this.#ports) : undefined;
    const options = option === undefined ? {} : { [option]: true };
    return exportedCode(this.#session, format, { language: this.#language, options, ...weights, check, metrics }, stem);
  }

  #choice(target: ExportTarget, experiment: Experiment, weights: WeightsOrReason): ExportChoice {
    const takes = this.#takesWeights(target.format);
    if (takes && weights.weights === undefined) return { ...target, problem: weights.reason };
    const input = exportInput(this.#session, experiment, { language: this.#language, ...(takes ? weights.weights : {}) });
    const problem = input && firstError(exporters[target.format].refuses(input));
    return problem === undefined ? target : { ...target, problem };
  }

  #takesWeights(format: ExportFormat): boolean {
    return exporters[format].needsWeights || this.#chosen !== undefined;
  }
}

function targetsOf(format: ExportFormat): ExportTarget[] {
  const { options = {} }: Exporter = exporters[format];
  const switches = Object.entries(options).filter(([, { type }]) => type === "boolean");
  return [{ format }, ...switches.map(([option]) => ({ format, option }))];
}
