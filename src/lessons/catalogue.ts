// The lessons that are shipped, in the order in which they build on each other. Each is a folder of
// `lessons`.

export const lessonIds = [
  "binary-classification",
  "activations",
  "gradients",
  "softmax",
  "forward-by-hand",
  "backward-by-hand",
  "perceptron",
  "xor",
  "overfitting",
  "to-pytorch",
] as const;

export type LessonId = (typeof lessonIds)[number];
