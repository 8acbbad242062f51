// Parquet files that somebody has changed: each becomes a table whose columns have as many values as it has
// rows, or is refused with a sentence.

import { readFileSync } from "node:fs";
import { readTable } from "../../../src/data/read.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { asBytes, fuzz } from "../../fuzz/driver.ts";
import { mutateBytes } from "../../fuzz/mutate.ts";
import { smallerBytes } from "../../fuzz/shrink.ts";
import {
  BYTE_ARRAY,
  DELTA_BINARY_PACKED,
  INT32,
  int,
  page,
  parquetFile,
  PLAIN,
  RLE_DICTIONARY,
  run,
  secondPage,
  sized,
} from "../../fixtures/data/parquet-file.ts";
import { checkTable, tableOf } from "../../fixtures/data/hostile.ts";

const int32 = (...values: number[]): number[] => [...new Uint8Array(Int32Array.from(values).buffer)];
const words = page("dictionary", 2, PLAIN, [...sized([97]), ...sized([98, 99])]);
const levels = sized([...run(2, 1), ...run(1, 0), 3, 5]);

const whole: readonly Uint8Array[] = [
  ...["snappy", "zstd", "brotli"].map((codec) => new Uint8Array(readFileSync(`test/fixtures/data/values.${codec}.parquet`))),
  parquetFile({ type: INT32, rows: 4, pages: [page("data", 2, PLAIN, int32(1, 2)), page("data", 2, PLAIN, int32(3, 4))] }),
  parquetFile({ type: INT32, rows: 4, isOptional: true, pages: [page("data", 4, PLAIN, [...levels, ...int32(1, 2, 3)])] }),
  parquetFile({ type: BYTE_ARRAY, rows: 3, pages: [words, page("data", 3, RLE_DICTIONARY, [1, ...run(2, 1), ...run(1, 0)])] }),
  parquetFile({ type: BYTE_ARRAY, rows: 3, pages: [words, secondPage(3, 0, RLE_DICTIONARY, [], [1, 3, 5])] }),
  parquetFile({ type: INT32, rows: 3, pages: [page("data", 3, DELTA_BINARY_PACKED, [128, 1, 4, 3, 2, 2, 0, 0, 0, 0])] }),
];

const encodings = [PLAIN, 2, 3, 4, DELTA_BINARY_PACKED, 6, 7, RLE_DICTIONARY, 9];
const claims = [0, 1, 2, 3, 4, 5, 127, 128, 2 ** 16, 2 ** 24, 2 ** 24 + 1, 2 ** 30, 2 ** 31 - 1];

/** A file in which any number may be one that it does not hold to. */
function claimed(chance: Chance): Uint8Array {
  const number = (usual: number): number => (chance.once(6) ? chance.pick(claims) : usual);
  const bytes = (): number[] => {
    if (chance.once(3)) return Array.from({ length: chance.below(20) }, () => chance.below(256));
    const width = chance.below(4);
    return chance.once(2) ? int32(1, 2, 3, 4) : [...(width === 0 ? [] : [width]), ...run(number(2), 1), ...run(number(2), 0)];
  };
  const onePage = (): number[] => {
    const encoding = chance.pick(encodings);
    const withLevels = chance.once(2) ? bytes() : [...sized(run(number(4), 1), number(2)), ...bytes()];
    if (chance.once(3)) return page("dictionary", number(2), PLAIN, [...sized([97], number(1)), ...sized([98])]);
    return chance.once(3)
      ? secondPage(number(4), number(0), encoding, run(number(4), 1), bytes())
      : page("data", number(4), encoding, withLevels, chance.once(4) ? number(9) : undefined);
  };
  return parquetFile({
    type: chance.pick([0, INT32, 2, 3, 4, 5, BYTE_ARRAY, 7]),
    rows: number(4),
    groupRows: number(4),
    values: number(4),
    isOptional: chance.once(2),
    codec: chance.once(4) ? chance.below(9) : 0,
    pages: Array.from({ length: 1 + chance.below(3) }, onePage),
    schema: chance.once(2) ? {} : { 2: int(number(4)), 6: int(chance.below(22)) },
  });
}

function make(chance: Chance): Uint8Array {
  if (chance.once(2)) return claimed(chance);
  const bytes = chance.pick(whole);
  if (chance.once(2)) return mutateBytes(bytes, chance);
  // Only what it claims, at its end, or only its pages: a change of both is mostly refused for its length.
  const cut = bytes.length - 8 - new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
  const changed = bytes.slice();
  for (let times = 1 + chance.below(4); times > 0; times--) {
    const at = chance.once(2) ? cut + chance.below(bytes.length - 8 - cut) : 4 + chance.below(cut - 4);
    changed[at] = chance.once(2) ? chance.below(256) : changed[at]! ^ (1 << chance.below(8));
  }
  return changed;
}

async function check(bytes: Uint8Array): Promise<void> {
  checkTable(await tableOf(() => readTable([{ name: "x.parquet", size: bytes.length, chunks: () => pieces(bytes) }])));
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

fuzz({ name: "parquet", rounds: 300, make, check, smaller: smallerBytes, ...asBytes });
