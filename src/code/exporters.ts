// What a document can be exported as, a record each. The command line, the quick pick, docs/exporting.md and
// tests are derived from it.

import { c } from "./c/exporter.ts";
import type { Exporter } from "./exporter.ts";
import { javascript } from "./javascript/exporter.ts";
import { keras } from "./keras/exporter.ts";
import { lightning } from "./lightning/exporter.ts";
import { notebook } from "./notebook/exporter.ts";
import { onnx } from "./onnx/exporter.ts";
import { python } from "./python/exporter.ts";
import { pytorch } from "./pytorch/exporter.ts";
import { card, mermaid, summary } from "./summary/exporters.ts";
import { tfjs } from "./tfjs/tfjs.ts";
import { torchrun } from "./torchrun/exporter.ts";

/** By the name that `--to` takes. */
export const exporters = {
  pytorch,
  notebook,
  lightning,
  torchrun,
  python,
  javascript,
  c,
  keras,
  tfjs,
  onnx,
  summary,
  mermaid,
  card,
} as const satisfies Readonly<Record<string, Exporter>>;

export type ExportFormat = keyof typeof exporters;

export function isExportFormat(name: unknown): name is ExportFormat {
  return typeof name === "string" && Object.hasOwn(exporters, name);
}
