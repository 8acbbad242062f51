// Files as they should not be, and pieces as they come: whatever the bytes, the answer is a table or a
// problem, and the same however they are cut.

import { CsvError, parse } from "csv-parse/sync";
import assert from "node:assert/strict";
import { test } from "node:test";
import { readTable } from "../../../src/data/read.ts";
import type { ReadSettings } from "../../../src/data/read-settings.ts";
import { fieldTexts, Scanner } from "../../../src/data/scanner.ts";
import type { Table } from "../../../src/data/table.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { inPieces, randomNumbers } from "../../fixtures/data/pieces.ts";
import { cells, line, source } from "../../fixtures/data/tables.ts";

const encoder = new TextEncoder();

/** A file with everything that a border may go through. */
const awkward = encoder.encode('\ufeffname;x ;"y, z"\r\n# c\n\n"A ""b"" \r\nc";1,5;7\r  é ; -2,25e1 ;\t\n\r\n"";NA;"8"\n한글😀;+.5;9\r\n');

function shape(table: Table): unknown {
  const { columns, lines, problems, dialect } = table;
  return [columns.map((column) => [column.name, column.kind, cells(column)]), [...lines], problems.map(line), dialect];
}

async function outcome(bytes: Uint8Array, cuts: readonly number[], settings: ReadSettings = {}): Promise<unknown> {
  try {
    return shape(await readTable([inPieces(bytes, cuts)], settings));
  } catch (error) {
    if (error instanceof ProblemError) return line(error.problem);
    throw error;
  }
}

test("a file is the same table wherever its pieces end", async () => {
  const whole = await outcome(awkward, [], { comment: "#" });
  assert.deepEqual((whole as unknown[][])[1], [4, 6, 8, 9]);
  for (let cut = 1; cut < awkward.length; cut++) {
    assert.deepEqual(await outcome(awkward, [cut], { comment: "#" }), whole, `cut at ${cut}`);
    assert.deepEqual(await outcome(awkward, [cut, cut + 1], { comment: "#" }), whole, `cut at ${cut} and behind`);
  }
  assert.deepEqual(await outcome(awkward, Array.from(awkward.keys()), { comment: "#" }), whole, "byte by byte");
});

test("a file of another encoding is the same table wherever its pieces end", async () => {
  const text = 'a,b\r\n"x\n한글",1\r\n😀,2\r\n';
  const utf16 = new Uint8Array(Uint16Array.from(text, (_, index) => text.charCodeAt(index)).buffer);
  // The Korean word is 합격 in code page 949.
  const korean = Uint8Array.from([...encoder.encode("a,b\n1,"), 0xc7, 0xd5, 0xb0, 0xdd, ...encoder.encode("\r\n2,x\r\n")]);
  for (const [bytes, encoding] of [
    [Uint8Array.from(utf16), "utf-16le"],
    [korean, "euc-kr"],
  ] as const) {
    const whole = await outcome(bytes, [], { encoding });
    for (let cut = 1; cut < bytes.length; cut++)
      assert.deepEqual(await outcome(bytes, [cut], { encoding }), whole, `${encoding} cut at ${cut}`);
    assert.deepEqual(await outcome(bytes, Array.from(bytes.keys())), whole, `${encoding} byte by byte, found`);
  }
});

test("a file that ends at any byte loses no row that is complete", async () => {
  const text = 'n,t\n1,"a\nb"\n2,é\r\n3,"say ""x"""\n4,d\n';
  const bytes = encoder.encode(text);
  // Where each row is complete: at its line end.
  const ends = ['1,"a\nb"', "2,é", '3,"say ""x"""', "4,d"].map(
    (row) => encoder.encode(text.slice(0, text.indexOf(row) + row.length)).length,
  );
  for (let length = 0; length <= bytes.length; length++) {
    const complete = ends.filter((end) => end < length).length;
    const found = await outcome(bytes.subarray(0, length), [], { header: true, delimiter: "," });
    if (typeof found === "string") assert.match(found, /^error (empty-file|no-rows|quote|undecodable) data\.file /, `${length} bytes`);
    else assert.deepEqual(((found as unknown[][])[0]![0] as unknown[][])[2]!.slice(0, complete), ["1", "2", "3", "4"].slice(0, complete));
  }
});

/** The records of a text as csv-parse reads them; undefined if it sees broken quotes. */
function oracle(text: string): string[][] | undefined {
  const records: string[][] = [];
  try {
    parse(text, {
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: false,
      skip_empty_lines: true,
      trim: true,
      on_record: (fields: string[]) => {
        if (fields.length > 1 || fields[0] !== "") records.push(fields);
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
  return records;
}

function scanned(text: string): string[][] | undefined {
  const records: string[][] = [];
  const scanner = new Scanner({ delimiter: ",", comment: undefined }, { file: "", path: [] }, (record) => {
    records.push(fieldTexts(record));
    return true;
  });
  try {
    scanner.push(encoder.encode(text));
    scanner.finish();
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
  return records;
}

test("random texts are the records that csv-parse finds", () => {
  const random = randomNumbers(4);
  const bits = ['"', '""', ",", ",", "\n", "\r\n", "\r", " ", "a", "b1", "é", '"x y"', '"p,q"', '"r\ns"'];
  let readable = 0;
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: 1 + random(12) }, () => bits[random(bits.length)]!).join("");
    const expected = oracle(text);
    // It refuses a quote within a plain field, which is text here; and if a second pair of quotes follows
    // the first, it begins the field again.
    if (expected === undefined || /" +"/.test(text)) continue;
    readable += 1;
    assert.deepEqual(scanned(text), expected, JSON.stringify(text));
  }
  assert.ok(readable > 5_000, `${readable}`);
});

test("ten thousand damaged files: each is a table or a problem", async () => {
  const random = randomNumbers(7);
  const originals = [awkward, encoder.encode("a,b,c\n1,2,x\n3.5,NA,y\n-1e3,true,z\n"), encoder.encode("1;2,5\n3;4,5\n")];
  const spice = [0x22, 0x2c, 0x0a, 0x0d, 0x3b, 0x09, 0x20, 0x00, 0xff, 0xc3, 0xed, 0x80, 0x2d, 0x2e, 0x65];
  const codes = new Set<string>();
  for (let round = 0; round < 10_000; round++) {
    const bytes = [...originals[random(originals.length)]!];
    for (let change = 0; change <= random(4); change++) {
      const at = random(bytes.length);
      const byte = random(3) === 0 ? random(256) : spice[random(spice.length)]!;
      const [removed, added] = [
        [0, [byte]],
        [1, []],
        [1, [byte]],
        [random(9), bytes.slice(0, random(9))],
      ][random(4)] as [number, number[]];
      bytes.splice(at, removed, ...added);
    }
    const found = await outcome(Uint8Array.from(bytes), [random(bytes.length)]);
    codes.add(typeof found === "string" ? found.split(" ", 2)[1]! : "table");
  }
  assert.deepEqual(new Set([...codes].filter((code) => !known.has(code))), new Set());
  assert.ok(codes.size > 4, [...codes].join(" "));
});

const known = new Set(["table", "quote", "undecodable", "not-text", "no-rows", "empty-file"]);

test("a random table written in a random dialect is read back", async () => {
  const random = randomNumbers(11);
  const letters = ["a", "Z", "é", "한", "😀", " ", ",", ";", "|", "\t", '"', "\n", "\r\n", ".", "-", "7"];
  for (let round = 0; round < 1_000; round++) {
    const delimiter = [",", ";", "\t", "|"][random(4)]!;
    const decimal = delimiter !== "," && random(2) === 0 ? "," : ".";
    const end = ["\n", "\r\n", "\r"][random(3)]!;
    const width = 2 + random(4);
    const rows = 1 + random(12);
    const word = (): string => `w${Array.from({ length: random(6) }, () => letters[random(letters.length)]!).join("")}w`;
    const quoted = (text: string): string =>
      random(3) === 0 || /[,;|\t"\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : random(4) === 0 ? ` ${text} ` : text;
    const columns = Array.from({ length: width }, () => {
      const kind = random(3);
      const value = (): string =>
        kind === 0 ? word() : kind === 1 ? ["True", "false"][random(2)]! : String((random(2_000_001) - 1_000_000) / 10 ** random(7));
      const first = value();
      return [first, ...Array.from({ length: rows - 1 }, () => (random(6) === 0 ? "" : value()))];
    });
    const written = (text: string): string => quoted(/^-?[\d.]+$/.test(text) ? text.replace(".", decimal) : text);
    const names = Array.from({ length: width }, (_, index) => `${word()}${index}`);
    const lines = [names, ...Array.from({ length: rows }, (_, row) => columns.map((column) => column[row]!))];
    const text = lines.map((fields) => fields.map(written).join(delimiter) + end).join("");
    const table = await readTable([source(text)], { delimiter: delimiter as ",", decimal });
    assert.deepEqual(
      table.columns.map(({ name }) => name),
      names,
      text,
    );
    assert.deepEqual(
      table.columns.map((column, index) =>
        cells(column).map((cell, row) => {
          const original = columns[index]![row]!;
          const isEqual =
            cell === original || cell.toLowerCase() === original.toLowerCase() || Number(cell.replace(",", ".")) === Number(original);
          return (cell === "." && original === "") || isEqual;
        }),
      ),
      columns.map((column) => column.map(() => true)),
      text,
    );
  }
});
