// Bytes to text: marks, named encodings, and the sentence instead of garbage.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { tables } from "../../fixtures/data/encodings.ts";
import { readTable } from "../../../src/data/read.ts";
import { cells, read, source, thrown } from "../../fixtures/data/tables.ts";

const fixture = (name: string): Uint8Array => readFileSync(`test/fixtures/data/${name}`);
const names = ["똠방각하", "펲시콜라", "김철수", "쌰쌰"];
const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => (typeof value === "number" ? value : Array.from(new TextEncoder().encode(value)))));

const readable: [string, Uint8Array, string | undefined, string][] = [
  ["UTF-16 little endian by its mark", fixture("korean.utf-16le.csv"), undefined, "utf-16le"],
  ["UTF-16 big endian by its mark", fixture("korean.utf-16be.csv"), undefined, "utf-16be"],
  ["UTF-16 big endian named utf-16", fixture("korean.utf-16be.csv"), "utf-16", "utf-16be"],
  ["UTF-16 without a mark", fixture("korean.utf-16le.csv").subarray(2), "utf-16le", "utf-16le"],
  ["code page 949", fixture("korean.euc-kr.csv"), "euc-kr", "euc-kr"],
  ["code page 949 by Windows' name", fixture("korean.euc-kr.csv"), "windows-949", "euc-kr"],
  ["code page 949 by Python's name", fixture("korean.euc-kr.csv"), "CP949", "euc-kr"],
  ["UTF-8", bytes(`이름,나이,합격\n${names.map((name) => `${name},1,True`).join("\n")}`), undefined, "utf-8"],
  ["UTF-8 with a mark", bytes(0xef, 0xbb, 0xbf, `이름,나이,합격\n${names.map((name) => `${name},1,True`).join("\n")}`), undefined, "utf-8"],
];

for (const [what, content, encoding, found] of readable)
  test(`reads ${what}`, async () => {
    const table = await read(content, { encoding });
    assert.equal(table.dialect.encoding, found);
    assert.deepEqual(
      table.columns.map(({ name }) => name),
      ["이름", "나이", "합격"],
    );
    assert.deepEqual(cells(table.columns[0]!), names);
    assert.equal(table.columns[2]!.kind, "boolean");
  });

for (const { encoding, text, hex } of tables)
  test(`finds ${encoding} in ${JSON.stringify(text.slice(0, 12))}`, async () => {
    const table = await read(Buffer.from(hex, "hex"));
    assert.equal(table.dialect.encoding, encoding);
    assert.deepEqual(table, { ...(await read(text)), dialect: table.dialect });
  });

/** The bytes of one text each, which several encodings have a meaning for. */
const hungarian = bytes("word,n\nerd", 0xf5, ",1\nf", 0xfb, ",2\nn", 0xf5, ",3\n");
const double = bytes("word,n\n", 0xb0, 0xa1, 0xb5, 0xc4, ",1\n", 0xc9, 0xcf, 0xba, 0xa3, ",2\n");

for (const [content, hint, encoding, texts] of [
  [hungarian, undefined, "windows-1252", ["erdõ", "fû", "nõ"]],
  [hungarian, "windows-1250", "windows-1250", ["erdő", "fű", "nő"]],
  [hungarian, "euc-kr", "windows-1252", ["erdõ", "fû", "nõ"]],
  [double, undefined, "gb18030", ["啊的", "上海"]],
  [double, "euc-jp", "euc-jp", ["亜議", "貧今"]],
  [double, "windows-1252", "gb18030", ["啊的", "上海"]],
  [double, "utf-16le", "gb18030", ["啊的", "上海"]],
  [bytes("word,n\nerdő,1\n"), "windows-1250", "utf-8", ["erdő"]],
] as const)
  test(`bytes that fit several encodings are ${encoding} where the editor is set to ${hint ?? "UTF-8"}: ${texts.join(", ")}`, async () => {
    const table = await readTable([source(content)], { encodingHint: hint });
    assert.equal(table.dialect.encoding, encoding);
    assert.deepEqual(cells(table.columns[0]!), texts);
  });

test("what the document says comes before what the editor is set to", async () => {
  const table = await readTable([source(hungarian)], { encoding: "windows-1252", encodingHint: "windows-1250" });
  assert.deepEqual(cells(table.columns[0]!), ["erdõ", "fû", "nõ"]);
});

test("finds UTF-16 without a mark", async () => {
  for (const [file, from, encoding] of [
    ["korean.utf-16le.csv", 2, "utf-16le"],
    ["korean.utf-16be.csv", 2, "utf-16be"],
  ] as const) {
    const table = await read(fixture(file).subarray(from));
    assert.equal(table.dialect.encoding, encoding);
    assert.deepEqual(cells(table.columns[0]!), names);
  }
});

test("files of different encodings are not one table; ASCII is of every encoding", async () => {
  const korean = source(fixture("korean.euc-kr.csv"), "b.csv");
  const ascii = source("이름,나이,합격\nkim,1,true\n", "a.csv");
  assert.equal(
    await thrown(() => readTable([ascii, korean])),
    "error different-encodings data.file.1 b.csv:: b.csv is in euc-kr, but a.csv in utf-8. Save all files in one encoding.",
  );
  const table = await readTable([source("1,2\n"), source(bytes("3,", 0xc7, 0xd5, 0xb0, 0xdd, "\n"))], { header: false });
  assert.equal(table.dialect.encoding, "euc-kr");
});

test("the editor's encoding decides where the bytes allow several, and only there", async () => {
  // In Korean code page 949 these are two syllables, in Chinese GB 18030 two characters.
  const either = bytes("a,b\n1,", 0xc4, 0xd0, "\n2,", 0xc5, 0xae, "\n");
  assert.equal((await read(either, { encodingHint: "euckr" })).dialect.encoding, "euc-kr");
  assert.equal((await read(either, { encodingHint: "gb18030" })).dialect.encoding, "gb18030");
  const cyrillic = bytes("a,b\n1,", 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, "\n");
  assert.deepEqual(cells((await read(cyrillic, { encodingHint: "windows1251" })).columns[1]!), ["Привет"]);
  assert.equal((await read(fixture("korean.euc-kr.csv"), { encodingHint: "windows1252" })).dialect.encoding, "euc-kr");
  assert.equal((await read(fixture("korean.euc-kr.csv"), { encodingHint: "utf8" })).dialect.encoding, "euc-kr");
});

test("a file that is not UTF-8 only far from its start is found all the same", async () => {
  const rows = "1,x\n".repeat(400_000);
  const table = await read(bytes(`a,b\n${rows}2,`, 0xc7, 0xd5, 0xb0, 0xdd, "\n"));
  assert.equal(table.dialect.encoding, "euc-kr");
  assert.deepEqual((table.columns[1] as { texts: readonly string[] }).texts, ["x", "합격"]);
});

test("code page 949 holds every Hangul syllable once, in the order of its maker", async () => {
  // 0x8141 is the first syllable that KS X 1001 lacks, 0xC652 the last; the euro came later.
  const text = await read(bytes("a,b\n", 0x81, 0x41, 0xc6, 0x52, 0xa2, 0xe6, ",1\n"), { encoding: "euc-kr" });
  assert.deepEqual(cells(text.columns[0]!), ["갂힣€"]);
});

test("windows-1252 has its quotes and the euro", async () => {
  const table = await read(fixture("prices.windows-1252.csv"), { encoding: "windows-1252" });
  assert.deepEqual(cells(table.columns[0]!), ["café “noir”", "thé"]);
  assert.deepEqual(cells(table.columns[1]!), ["2,50 €", "3,00 €"]);
});

const refused: [string, Uint8Array, string | undefined, string][] = [
  [
    "a cut character at the end",
    bytes("a,b\r\n1,2\r\n3,", 0xea, 0xb0),
    undefined,
    "error undecodable data.file t.csv:3: Line 3 of t.csv has bytes that are not utf-8. Choose the encoding the file was saved in.",
  ],
  [
    "UTF-8 with one byte that is none",
    bytes("a,b\n가나다라마바사아,2\n3,", 0xff, "\n"),
    undefined,
    "error undecodable data.file t.csv:3: Line 3 of t.csv has bytes that are not utf-8. Choose the encoding the file was saved in.",
  ],
  [
    "UTF-8 with a mark and other bytes",
    bytes(0xef, 0xbb, 0xbf, "a,b\n1,2\n3,", 0xc7, 0xd5, 0xb0, 0xdd, "\n"),
    undefined,
    "error undecodable data.file t.csv:3: Line 3 of t.csv has bytes that are not utf-8. Choose the encoding the file was saved in.",
  ],
  [
    "Cyrillic text, which nothing says is windows-1251",
    bytes("a,b\n1,", 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, "\n"),
    undefined,
    "error undecodable data.file t.csv:2: Line 2 of t.csv has bytes that are not utf-8. Choose the encoding the file was saved in.",
  ],
  [
    "a picture",
    bytes(0x89, "PNG\r\n", 0x1a, "\n", 0, 0, 0, 13, "IHDR", 0, 0, 3, 0xe8, 0, 0, 2),
    undefined,
    "error not-text data.file t.csv:1: Line 1 of t.csv is not text, so this is not a CSV. Choose a CSV; save a spreadsheet as CSV first.",
  ],
  [
    "control characters",
    bytes("a,b\n1,", 1, 2, 0xff, "\n"),
    undefined,
    "error not-text data.file t.csv:2: Line 2 of t.csv is not text, so this is not a CSV. Choose a CSV; save a spreadsheet as CSV first.",
  ],
  [
    "bytes that are not the named encoding",
    bytes("a,b\n1,2\n", 0xb0, ",2\n"),
    "euc-kr",
    "error undecodable data.file t.csv:3: Line 3 of t.csv has bytes that are not euc-kr. Choose the encoding the file was saved in.",
  ],
  [
    "UTF-16 with half a character",
    bytes("a", 0, "\n", 0, 0x00, 0xd8, "b", 0),
    "utf-16le",
    "error undecodable data.file t.csv:2: Line 2 of t.csv has bytes that are not utf-16le. Choose the encoding the file was saved in.",
  ],
  [
    "a byte that windows-1252 lacks",
    bytes("a,b\n1,", 0x81, "\n"),
    "windows-1252",
    "error undecodable data.file t.csv:2: Line 2 of t.csv has bytes that are not windows-1252. Choose the encoding the file was saved in.",
  ],
  [
    "an unknown encoding",
    bytes("a,b\n1,2\n"),
    "utf-9",
    'error unknown-encoding data.encoding t.csv:: "utf-9" is not an encoding this program knows. Set the encoding to one such as "utf-8", "utf-16le", "euc-kr" or "windows-1252".',
  ],
];

for (const [what, content, encoding, problem] of refused)
  test(`refuses ${what}`, async () => {
    assert.equal(await thrown(() => read(content, { encoding })), problem);
  });

/** UTF-16 in the order of this machine, with a mark. */
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));

for (const [what, bytes, encoding] of [
  ["UTF-8", new TextEncoder().encode("a,b\n1,x\0y\n2,z\n"), undefined],
  ["UTF-8 that is named", new TextEncoder().encode("a,b\n1,x\0y\n2,z\n"), "utf-8"],
  ["UTF-16", utf16("a,b\n1,x\0y\n2,z\n"), undefined],
  ["Western text", new Uint8Array(Buffer.from("a,b\n1,x\0\u00e9\n2,z\n", "latin1")), "windows-1252"],
  ["Korean text", Uint8Array.of(97, 44, 98, 10, 0xb0, 0xa1, 44, 0, 10), "euc-kr"],
] as const)
  test(`a zero character of ${what} is no text: what is predicted from it could not be read again`, async () => {
    const settings = encoding === undefined ? {} : { encoding };
    assert.match(
      await thrown(() => readTable([source(bytes)], settings)),
      /^error not-text data\.file t\.csv:2: Line 2 of t\.csv is not text/,
    );
  });
