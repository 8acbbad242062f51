// A model as Keras describes it and TensorFlow.js reads it (format "layers-model"): layers with their
// settings, what each is fed by, and the weights by layer and name.

/** What a layer gives: the name of the layer. */
export type Value = string;

export interface Weight {
  /** As in `linear_0/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A layer as the file has it. */
export interface KerasLayer {
  readonly class_name: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Per call, per input: the layer before, which of its calls and outputs, and arguments. */
  readonly inbound_nodes: readonly (readonly (readonly [string, number, number, Readonly<Record<string, never>>])[])[];
}

export class TopologyWriter {
  readonly layers: KerasLayer[] = [];
  readonly weights: Weight[] = [];
  readonly input: Value = "inputs";

  /** @param inputs values per row */
  constructor(inputs: number) {
    const config = { name: this.input, batch_input_shape: [null, inputs], dtype: "float32", sparse: false };
    this.layers.push({ class_name: "InputLayer", name: this.input, config, inbound_nodes: [] });
  }

  /**
   * A layer on what others give.
   * @param className Keras's name of the layer
   * @param weights by name, with their shapes
   */
  layer(
    className: string,
    config: Readonly<Record<string, unknown>>,
    inputs: readonly Value[],
    weights: Readonly<Record<string, Omit<Weight, "name">>> = {},
  ): Value {
    const name = `${className.toLowerCase()}_${this.layers.length}`;
    const inbound = inputs.map((from) => [from, 0, 0, {}] as const);
    this.layers.push({ class_name: className, name, config: { name, trainable: true, ...config }, inbound_nodes: [inbound] });
    for (const [own, weight] of Object.entries(weights)) this.weights.push({ name: `${name}/${own}`, ...weight });
    return name;
  }

  /** The `modelTopology` of the file. */
  topology(name: string, output: Value): object {
    return {
      class_name: "Functional",
      config: { name, layers: this.layers, input_layers: [[this.input, 0, 0]], output_layers: [[output, 0, 0]] },
      keras_version: "2.15.0",
      backend: "tensorflow",
    };
  }
}
