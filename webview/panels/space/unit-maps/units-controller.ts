// The small pictures of units that stand outside the Boundary tab, over the two features that it looks at:
// one question for all layers that are seen, so that a deep network costs no more than what is on the screen.

import type { ReactiveControllerHost } from "lit";
import type { SpaceHost } from "../../../../src/protocol/space-host.ts";
import type { SpaceFacts, UnitMaps } from "../../../../src/training/space/types.ts";
import { LiveQuestion } from "../../../shared/controllers/live-question.ts";
import { axesOf, type Looked } from "../space-view/looking.ts";

export class UnitsController {
  readonly #facts: LiveQuestion<SpaceFacts>;
  readonly #units: LiveQuestion<readonly UnitMaps[]>;
  #looked: Looked | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#facts = new LiveQuestion(host);
    this.#units = new LiveQuestion(host);
  }

  /**
   * Says what is looked at, each time the host is drawn.
   * @param layers whose units are seen; without any nobody is asked
   * @param most units of a layer
   */
  follow(host: SpaceHost, looked: Looked, layers: readonly number[], most: number): void {
    this.#looked = looked;
    const { memory, key, epoch, isLive } = looked;
    if (layers.length === 0) {
      this.rest();
      return;
    }
    this.#facts.follow(key, false, async () => (await host.askSpace("facts", {}))?.answer);
    const facts = this.#facts.answer;
    if (facts === undefined) return;
    const { x, y } = axesOf({ facts, memory });
    const question = { x, y, row: memory.row, epoch, layers, most };
    this.#units.follow(JSON.stringify([key, question]), isLive, async () => (await host.askSpace("units", question))?.answer);
  }

  /** Asks no more until it is told to follow something again. */
  rest(): void {
    this.#units.rest();
  }

  /** The newest pictures of a layer; undefined until they are known. */
  of(layer: number): UnitMaps | undefined {
    return this.#units.answer?.find((maps) => maps.layer === layer);
  }

  /** Names of the features along the axes; without the second the pictures are one line high. */
  get names(): readonly string[] {
    const [facts, looked] = [this.#facts.answer, this.#looked];
    if (facts === undefined || looked === undefined) return [];
    const { x, y } = axesOf({ facts, memory: looked.memory });
    return [x, ...(y === undefined ? [] : [y])].map((index) => facts.features[index]!.column);
  }
}

/** The picture of each unit of a layer, as far as they were asked for. */
export function picturesOf({ columns, rows, values }: UnitMaps): readonly Float32Array[] {
  const points = columns * rows;
  return Array.from({ length: Math.floor(values.length / points) }, (_, unit) => values.subarray(unit * points, (unit + 1) * points));
}
