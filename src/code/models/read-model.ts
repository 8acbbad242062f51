// Which model file it is, by its first bytes and not by its name, and what is read of it.

import { message } from "../../model/message.ts";
import { readSafetensors } from "../formats/safetensors.ts";
import { storedNetwork } from "../formats/weights.ts";
import { notRead } from "./failure.ts";
import type { ModelFile } from "./network.ts";
import { holdsKeras, readKeras, readKerasH5 } from "./keras.ts";
import { readOnnx } from "./onnx.ts";
import { readStateDict } from "./state-dict.ts";
import { readTorch } from "./torch.ts";
import { isZip } from "./zip.ts";

type Kind = "safetensors" | "zip" | "pickle" | "onnx" | "hdf5";

/** What the names of model files end in, for files that do not begin as they should. */
const endings = /\.(safetensors|pt|pth|onnx|keras|h5|hdf5)$/i;

/** Whether a file is a model rather than code. @param file its name */
export function isModel(bytes: Uint8Array, file: string): boolean {
  return kindOf(bytes) !== undefined || endings.test(file);
}

/**
 * Reads a model file: safetensors, PyTorch's state_dict, ONNX, Keras.
 * @param file its name, for sentences
 * @throws ProblemError that says why it is not read
 */
export function readModel(bytes: Uint8Array, file: string): ModelFile {
  switch (kindOf(bytes)) {
    case "safetensors": {
      const { tensors, metadata } = readSafetensors(bytes, file);
      return metadata["perceptron"] === undefined
        ? readStateDict(tensors, file)
        : { kind: "own", stored: { ...storedNetwork(metadata, file), tensors }, weightFile: bytes };
    }
    case "zip":
      return holdsKeras(bytes, file) ? readKeras(bytes, file) : readStateDict(readTorch(bytes, file), file);
    case "onnx":
      return readOnnx(bytes, file);
    case "pickle": {
      const sentence = message(
        "{0} is in the form that torch.save wrote before PyTorch 1.6, which is not read. Load it in PyTorch and save it again: torch.save(torch.load(PATH), PATH)",
        file,
      );
      throw notRead(file, sentence);
    }
    case "hdf5":
      return readKerasH5(bytes, file);
    case undefined:
      throw notRead(file, message("{0} is no model that is read. Choose a .safetensors, .pt, .pth, .onnx, .keras or .h5 file.", file));
  }
}

function kindOf(bytes: Uint8Array): Kind | undefined {
  if (isZip(bytes)) return "zip";
  const [first = 0, second = 0] = bytes;
  if (first === 0x89 && new TextDecoder("latin1").decode(bytes.subarray(1, 4)) === "HDF") return "hdf5";
  if (first === 0x80 && second >= 1 && second <= 5) return "pickle";
  if (bytes[8] === 0x7b && headerLength(bytes) <= bytes.length) return "safetensors";
  // The first field of ONNX, the version of its format, is a small number; no text begins so.
  return first === 0x08 && second < 0x20 ? "onnx" : undefined;
}

function headerLength(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true));
}
