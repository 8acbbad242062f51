// Rows to tensors, of which the inputs do not fit into memory: they are written into a file, so many rows
// at a time. The numbers are those of `encode`.

import { checkWidth, type Encoder, encodeTargets, startEncoding } from "./encode.ts";
import type { Selection } from "./selection.ts";
import { type ReadHooks, ReadProgress } from "./sources.ts";
import type { Storage } from "./storage.ts";
import { StoredRows } from "./stored-rows.ts";
import type { Encoded } from "./types.ts";

/** Bytes that are encoded, and written, at once. */
const PIECE = 2 ** 22;

/** Encoded rows whose inputs lie in a file. */
export interface EncodedInFile extends Encoded {
  readonly inputs: StoredRows;
}

/**
 * Encodes the rows that are left into a file.
 * @param trainRows as those of `encode`
 * @param allocate makes the targets' tensor
 * @param hooks hear of the rows that are written
 * @throws ProblemError as `encode`, if there is no room on the disk, or of code `cancelled`; nothing is left
 *   of the file then
 */
export async function encodeStored(
  selection: Selection,
  trainRows: Uint32Array,
  storage: Storage,
  allocate: (length: number) => Float32Array,
  hooks: ReadHooks = {},
): Promise<EncodedInFile> {
  const encoder = startEncoding(selection, trainRows);
  const { rows } = selection;
  const width = encoder.inputNames.length;
  checkWidth(selection.features, rows, width);
  const file = await storage.create(4 * rows * width, hooks.sharesRows ?? false);
  try {
    const progress = new ReadProgress([], hooks);
    const piece = new Float32Array(Math.min(rows, Math.max(1, Math.floor(PIECE / 4 / width))) * width);
    for (let first = 0; first < rows; first += piece.length / width) {
      const some = Math.min(rows - first, piece.length / width);
      file.append(encodedPiece(encoder, selection.tableRows.subarray(first, first + some), piece));
      hooks.encoded?.(first + some, rows);
      await progress.breathe();
      progress.checkCancelled();
    }
    const { inputNames, preprocessing } = encoder;
    const targets = encodeTargets(selection, allocate);
    const targetWidth = selection.targets.length;
    return { rows, inputNames, inputs: new StoredRows(file, rows, width, storage.ahead), targets, targetWidth, preprocessing };
  } catch (error) {
    file.remove();
    throw error;
  }
}

function encodedPiece({ inputNames, write }: Encoder, tableRows: Uint32Array, piece: Float32Array): Uint8Array {
  const values = piece.subarray(0, tableRows.length * inputNames.length).fill(0);
  write(tableRows, values);
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
