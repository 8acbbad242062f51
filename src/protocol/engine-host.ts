// Who computes a run: a setting of the person's, not of the document.

export const engineNames = ["builtin", "pytorch", "pytorch-cuda", "pytorch-mps"] as const;

export type EngineName = (typeof engineNames)[number];

export interface EngineChoice {
  readonly name: EngineName;
  /** How many of PyTorch's processes train together; 1 for the built-in engine. */
  readonly processes: number;
}

export interface EngineHost {
  /** Changes the setting; the next run takes it. */
  setEngine(choice: EngineChoice): Promise<void>;
}
