// The sentence that a training script begins with, by which it is known again when it is read.

import { inDocstring } from "./python.ts";
import { korean } from "./korean.ts";

export const abouts = {
  pytorch: "Trains the network of {0} with PyTorch.",
  torchrun: "Trains the network of {0} with PyTorch in several processes.",
  lightning: "Trains the network of {0} with PyTorch Lightning.",
} as const;

/** The sentence, in English. @param document its name */
export function aboutScript(kind: keyof typeof abouts, document: string): string {
  return abouts[kind].replace("{0}", () => inDocstring(document));
}

/** Whether Perceptron wrote a script, in any of its languages, whose run can be followed. */
export function isOwnScript(text: string): boolean {
  const [line = ""] = text.split("\n", 1);
  return [abouts.pytorch, abouts.torchrun]
    .flatMap((about) => [about, korean[about]!])
    .some((about) => {
      const [before = "", after = ""] = about.split("{0}");
      return line.startsWith(`"""${before}`) && line.includes(after);
    });
}
