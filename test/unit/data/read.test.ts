// Text to table: what is found about a CSV, kinds and missing values, and what is wrong with it
// (docs/format.md, "What is found", "Kinds").

import assert from "node:assert/strict";
import { test } from "node:test";
import { findInTable } from "../../../src/data/findings/findings.ts";
import { inspectTable } from "../../../src/data/inspect.ts";
import { readTable } from "../../../src/data/read.ts";
import type { ReadSettings } from "../../../src/data/read-settings.ts";
import { numberAt } from "../../../src/data/table.ts";
import { storageOf } from "../../../src/worker/node/storage.ts";
import { cells, csv, line, read, source, thrown } from "../../fixtures/data/tables.ts";

const dialects: [string, string, ReadSettings, string][] = [
  ["comma", "a,b\n1,2\n", {}, ", . header"],
  ["semicolon", "a;b\n1;2\n", {}, "; . header"],
  ["tab", "a\tb\n1\t2\n", {}, "\t . header"],
  ["bar", "a|b\n1|2\n", {}, "| . header"],
  ["of two even delimiters the one with more fields", "a,b;c;d\nx,y;3;4\n", {}, "; . header"],
  ["a delimiter within quotes is text", 'a,b\n"x;y;z",1\n"x;y;z",2\n', {}, ", . header"],
  ["a delimiter that is not even does not count", "a;b\n1,5,6;2\n1,5;2\n", {}, "; . header"],
  ["ragged records: the first one decides", "a,b,c\n1,2\n1,2,3\n", {}, ", . header"],
  ["comments do not count", "# x;y;z;\na,b\n1,2\n", { comment: "#" }, ", . header"],
  ["the document's delimiter", "a,b;c\n1,2;3\n", { delimiter: "," }, ", . header"],
  ["decimal comma", "a;b\n1,5;2\n2;3\n", {}, "; , header"],
  ["whole numbers say nothing", "a;b\n1;2\n", {}, "; . header"],
  ["a column with points alone forbids the comma", "a;b\n1,5;2.5\n", {}, "; . header"],
  ["text says nothing", "a;b\nx;2,5\n", {}, "; , header"],
  ["no decimal comma with commas between fields", 'a,b\n"1,5",2\n', {}, ", . header"],
  ["the document's decimal", "a;b\n1,5;2.5\n", { decimal: "," }, "; , header"],
  ["numbers only: no header", "1,2\n3,4\n", {}, ", . none"],
  ["numbers, truth values and missing ones: no header", "1,TRUE,NA,\nx,y,z,w\n", {}, ", . none"],
  ["of two even delimiters with as many fields the first", "a,b;c\nx,y;z\n", {}, ", . header"],
  ["decimal commas: no header", "1,5;2\n3,5;4\n", { delimiter: ";" }, "; , none"],
  ["one text: a header", "1,x\n3,4\n", {}, ", . header"],
  ["the kinds of the rows below: no header", "a,1.5,true\nb,2.5,false\nc,3.5,true\n", {}, ", . none"],
  ["a text above numbers: a header", "a,size\nb,2.5\nc,3.5\n", {}, ", . header"],
  ["a gap above numbers: a header", "a,\nb,2.5\nc,3.5\n", {}, ", . header"],
  ["gaps below aside: no header", "a,1.5\nb,\nc,3.5\nd,NA\n", {}, ", . none"],
  ["years above numbers: a header", "country,1990,1991\na,1.5,2\nb,2.5,3\n", {}, ", . header"],
  ["every fifth year, too", "country,1990,1995,2000\na,1.5,2,3\nb,2.5,3,4\n", {}, ", . header"],
  ["numbers that do not rise by one step: no header", "a,1990,1991,1995\nb,1.5,2,3\nc,2.5,3,4\n", {}, ", . none"],
  ["texts alone: a header", "a,b\nc,d\nc,e\n", {}, ", . header"],
  ["a column of numbers that is none at its end", `a,1\n${"b,2\n".repeat(120)}c,x\n`, {}, ", . header"],
  ["a first line that says the delimiter", "sep=|\na;b|c;d\n1;2|3;4\n", {}, "| . header"],
  ["in quotes, with Excel's padding", '"sep=;";;\r\na;b;c\r\n1;2,5;3\r\n', {}, "; , header"],
  ["the document's delimiter before that", "sep=;\na,b;c\n1,2;3\n", { delimiter: "," }, ", . header"],
  ["most of the records: a title above them", "Report, 2020\na;b;c\n1;2;3\n4;5;6\n7;8;9\n", {}, "; . header"],
  ["the document's header", "1,2\n3,4\n", { header: true }, ", . header"],
  ["the document's missing header", "a,b\n3,4\n", { header: false }, ", . none"],
];

for (const [what, text, settings, expected] of dialects)
  test(`dialect: ${what}`, async () => {
    const { delimiter, decimal, header } = (await read(text, settings)).dialect;
    assert.equal(`${delimiter} ${decimal} ${header ? "header" : "none"}`, expected);
  });

test("only the first 100 records decide on the delimiter", async () => {
  const rows = Array.from({ length: 99 }, () => "1;2");
  assert.equal((await read(["a;b", ...rows, "3"].join("\n"))).dialect.delimiter, ";");
});

const headers: [string, string][] = [
  ["a,b,c", "a b c"],
  [" a ,b\t,c", "a b c"],
  ["a,a,a", "a a_2 a_3"],
  ["a,,", "a column2 column3"],
  ["a,a,a_2", "a a_3 a_2"],
  ['" a",b,c', " a b c"],
];

for (const [header, expected] of headers)
  test(`names of ${header}`, async () => {
    const table = await read(`${header}\nx,y,z\n`);
    assert.equal(table.columns.map(({ name }) => name).join(" "), expected);
  });

test("columns without a header are numbered", async () => {
  assert.deepEqual(
    (await read("1,2\n3,4\n")).columns.map(({ name }) => name),
    ["column1", "column2"],
  );
});

/** One column's values, its settings, its kind and what was understood; a dot is missing. */
const kinds: [string, string[], Record<string, unknown>, string, string[]][] = [
  ["whole numbers", ["1", "2", "1"], {}, "number", ["1", "2", "1"]],
  ["every shape of a number", ["+1", "-2.", ".5", "1.5e3", "2E-1", "007"], {}, "number", ["+1", "-2.", ".5", "1.5e3", "2E-1", "007"]],
  ["truth values in any letter case", ["True", "false", "TRUE", "fAlSe"], {}, "boolean", ["True", "false", "True", "false"]],
  ["truth values and a number", ["true", "1"], {}, "category", ["true", "1"]],
  [
    "all missing values",
    ["", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "-nan", "null", "NULL", "<NA>", "1"],
    {},
    "number",
    [...Array.from({ length: 11 }, () => "."), "1"],
  ],
  ["nearly missing values", ["Null", "na", "NAN", "none"], {}, "category", ["Null", "na", "NAN", "none"]],
  ["a quoted missing value is missing", ['"NA"', '""', "1"], {}, "number", [".", ".", "1"]],
  ["blanks around a value", [" 1 ", "\t2\t", " "], {}, "number", ["1", "2", "."]],
  ["blanks around a quoted value", [' "x" ', '"y"\t'], {}, "category", ["x", "y"]],
  ["blanks within quotes belong to the value", ['" 1"', "2"], {}, "category", [" 1", "2"]],
  ["other white space belongs to the value", ["1", "\u00a02"], {}, "category", ["1", "\u00a02"]],
  ["hexadecimal", ["0x10"], {}, "category", ["0x10"]],
  ["underscores", ["1_000"], {}, "category", ["1_000"]],
  ["inf", ["inf"], {}, "category", ["inf"]],
  ["Infinity", ["Infinity"], {}, "category", ["Infinity"]],
  ["beyond double precision", ["1e999"], {}, "category", ["1e999"]],
  ["full-width digits", ["１２"], {}, "category", ["１２"]],
  ["an exponent without digits", ["1e"], {}, "category", ["1e"]],
  ["a lone point", ["."], {}, "category", ["."]],
  ["own missing values replace the list", ["-", "NA", ""], { missing_values: ["-"] }, "category", [".", "NA", "."]],
  ["no missing values but the empty field", ["NA", ""], { missing_values: [] }, "category", ["NA", "."]],
  ["own missing values make a number", ["?", "3"], { missing_values: ["?"] }, "number", [".", "3"]],
  ["thousands", ["1 234", "12", "1 234 567.5"], { thousands: " " }, "number", ["1 234", "12", "1 234 567.5"]],
  ["groups that are not of three", ["12 34"], { thousands: " " }, "category", ["12 34"]],
  ["numbers as a category", ["1", "1.0"], { kind: "category" }, "category", ["1", "1.0"]],
  ["no value at all", ["", "NA"], {}, "category", [".", "."]],
  ["equal numbers written differently", ["1.0", "1", "1e0"], {}, "number", ["1.0", "1.0", "1.0"]],
];

for (const [what, values, settings, kind, expected] of kinds)
  test(`kind: ${what}`, async () => {
    const table = await read(csv(values.map((value) => `${value},x`)), { columns: { a: settings } });
    assert.deepEqual(table.problems, []);
    assert.equal(table.columns[0]!.kind, kind);
    assert.deepEqual(cells(table.columns[0]!), expected);
  });

test("numbers are read with the decimal comma and with thousands", async () => {
  const table = await read("a;b\n1.234,5;2,25\n-0,5;1e1\n", { columns: { a: { thousands: "." } } });
  assert.deepEqual(
    table.columns.map((column) => (column.kind === "category" ? [] : Array.from(column.cells, (_, row) => numberAt(column, row)))),
    [
      [1234.5, -0.5],
      [2.25, 10],
    ],
  );
});

const notOfKind: [string, ReadSettings, string][] = [
  [
    "1\n12x",
    { columns: { a: { kind: "number" } } },
    'error not-of-kind data.columns.a.kind t.csv:3: "12x" in column "a" is not a number (line 3 of t.csv). Correct it, list it in missing_values, or remove the kind.',
  ],
  [
    "true\nyes",
    { columns: { a: { kind: "boolean" } } },
    'error not-of-kind data.columns.a.kind t.csv:3: "yes" in column "a" is not true or false (line 3 of t.csv). Correct it, list it in missing_values, or remove the kind.',
  ],
  [
    "1.5\n2",
    { columns: { a: { thousands: "." } } },
    'error same-mark data.columns.a.thousands: In column "a", "." marks both thousands and decimals. Set the decimal mark to the other one.',
  ],
];

for (const [values, settings, problem] of notOfKind)
  test(`settings that do not fit: ${problem.split(" ")[1]} ${values.split("\n")[1]}`, async () => {
    const rows = values.split("\n").map((value) => `${value},0`);
    assert.deepEqual((await read(csv(rows), settings)).problems.map(line), [problem]);
  });

const marked = /^warning thousands data\.columns\.a t\.csv:2: Column "a" is read as text because of the marks between thousands/;
const separated: [string, string, ReadSettings, object, RegExp?][] = [
  ["a comma", 'a,b\n"1,234",1\n12,2\n"1,234,567.5",3\n', {}, { op: "set", path: ["data", "columns", "a", "thousands"], value: "," }],
  ["a blank", "a,b\n1 234,1\n", {}, { op: "set", path: ["data", "columns", "a", "thousands"], value: " " }],
  ["an apostrophe", "a;b\n1'234,5;1\n2,5;1,5\n", {}, { op: "set", path: ["data", "columns", "a", "thousands"], value: "'" }],
  [
    "a point beside a decimal comma",
    "a;b\n1.234,5;1\n",
    {},
    {
      op: "all",
      edits: [
        { op: "set", path: ["data", "decimal"], value: "," },
        { op: "set", path: ["data", "columns", "a", "thousands"], value: "." },
      ],
    },
    /^warning decimal-mark data\.decimal t\.csv:2: Columns "a" are numbers with a decimal comma, as in "1\.234,5"/,
  ],
];

for (const [what, text, settings, edit, sentence = marked] of separated)
  test(`thousands marked by ${what} are offered to be read`, async () => {
    const table = await read(text, settings);
    const { problems } = findInTable(table, { columns: {}, features: undefined });
    assert.equal(table.columns[0]!.kind, "category");
    assert.match(line(problems[0]!), sentence);
    assert.deepEqual(problems[0]!.fixes?.[0]?.edit, edit);
  });

test("groups that are not of three, and numbers that are told to be text, are no thousands", async () => {
  assert.deepEqual((await read('a,b\n"12,34",1\n')).problems, []);
  assert.deepEqual((await read('a,b\n"1,234",1\n', { columns: { a: { kind: "category" } } })).problems, []);
  const { problems } = await read('a,b\n"1,234",1\n', { columns: { a: { kind: "number" } } });
  assert.deepEqual([problems[0]!.code, problems[0]!.fixes?.length], ["not-of-kind", 1]);
});

test("ten thousand columns, and a field of some megabytes", async () => {
  const names = Array.from({ length: 10_000 }, (_, column) => `c${column}`);
  const wide = await read(`${names.join(",")}\n${names.map((_, column) => column).join(",")}\n`);
  assert.deepEqual([wide.columns.length, cells(wide.columns[9_999]!)], [10_000, ["9999"]]);
  const long = await read(`a,b\n1,"${"x\n".repeat(2_000_000)}"\n2,y\n`);
  assert.deepEqual([cells(long.columns[1]!).map(({ length }) => length), long.lines[1]], [[4_000_000, 1], 2_000_003]);
});

const lines: [string, string, ReadSettings, string][] = [
  ["LF", "a,b\n1,2\n3,4\n", {}, "1@2 3@3"],
  ["CRLF", "a,b\r\n1,2\r\n3,4\r\n", {}, "1@2 3@3"],
  ["CR", "a,b\r1,2\r3,4", {}, "1@2 3@3"],
  ["mixed line ends", "a,b\r\n1,2\r3,4\n5,6", {}, "1@2 3@3 5@4"],
  ["blank lines", "\n\na,b\n\n1,2\n \t\n\n3,4\n\n", {}, "1@5 3@8"],
  ["comments", "% c\na,b\n%x,y,z\n1,2\n3%,4\n", { comment: "%" }, "1@4 3%@5"],
  ["long comment marks", "a,b\n// it's \"\n1,2\n", { comment: "//" }, "1@3"],
  ["breaks within quotes", 'a,b\n"x\ny",2\n3,4\n', {}, "x\ny@2 3@4"],
  ["CRLF within quotes", 'a,b\r\n"x\r\ny\r\nz",2\r\n3,4\r\n"p\r\nq",5\r\n6,7', {}, "x\r\ny\r\nz@2 3@5 p\r\nq@6 6@8"],
  ["blanks beside quotes", 'a,b\r\n"x\r\n y" ,2\r\n 3 ,4\r\n', {}, "x\r\n y@2 3@4"],
  ["doubled quotes", 'a,b\n"say ""hi""",2\n', {}, 'say "hi"@2'],
  ["a quote within a plain field", 'a,b\n5" pipe,2\n', {}, '5" pipe@2'],
  ["a delimiter after blanks and within quotes", 'b,a\n1, "x, y"\n', {}, "1@2"],
];

for (const [what, text, settings, expected] of lines)
  test(`lines: ${what}`, async () => {
    const table = await read(text, settings);
    const values = cells(table.columns[0]!);
    assert.equal(values.map((value, row) => `${value}@${table.lines[row]}`).join(" "), expected);
    assert.equal(table.columns.length, 2);
    assert.deepEqual(table.problems, []);
  });

test("a short record's last fields are missing, with a warning", async () => {
  const table = await read("a,b,c\n1,2\n4,5,6\n7\n");
  assert.deepEqual(table.columns.map(cells), [
    ["1", "4", "7"],
    ["2", "5", "."],
    [".", "6", "."],
  ]);
  assert.deepEqual(table.problems.map(line), [
    "warning short-record data.file t.csv:2: 2 lines of t.csv have fewer than 3 fields, the first of them line 2 with 2; the last ones are taken as missing.",
  ]);
});

test("a long record is an error with its line", async () => {
  assert.deepEqual((await read("a,b\n1,2\n3,4,5\n")).problems.map(line), [
    "error long-record data.file t.csv:3: Line 3 of t.csv has 3 fields instead of 2. Remove the surplus, put quotes around a field with a delimiter in it, or skip the line.",
  ]);
});

test("many ragged records are one problem, and one edit skips them", async () => {
  const { problems } = await read(csv([...Array.from({ length: 40 }, () => "1,2"), "1", "1,2,3", "2", "3,4,5"]));
  assert.deepEqual(problems.map(line), [
    "error long-record data.file t.csv:43: 2 lines of t.csv have more than 2 fields, the first of them line 43 with 3. Remove the surplus, put quotes around fields with a delimiter in them, or skip the lines.",
    "warning short-record data.file t.csv:42: 2 lines of t.csv have fewer than 2 fields, the first of them line 42 with 1; the last ones are taken as missing.",
  ]);
  assert.deepEqual(
    problems.map(({ fixes }) => fixes?.map(({ edit }) => edit)),
    [[{ op: "set", path: ["data", "skip"], value: [43, 45] }], [{ op: "set", path: ["data", "skip"], value: [42, 44] }]],
  );
});

test("several files are read one after the other", async () => {
  const table = await readTable([source("a,b\n1,x\n", "one.csv"), source("\ufeffa,b\r\n2,y\r\n3,z\r\n", "two.csv")]);
  assert.deepEqual(table.columns.map(cells), [
    ["1", "2", "3"],
    ["x", "y", "z"],
  ]);
  assert.deepEqual(
    [[...table.lines], table.starts, table.files],
    [
      [2, 2, 3],
      [0, 1],
      ["one.csv", "two.csv"],
    ],
  );
});

test("a value of the second file is named with that file", async () => {
  const table = await readTable([source("a,b\n1,x\n", "one.csv"), source("a,b\n2,y\nq,z\n", "two.csv")], {
    columns: { a: { kind: "number" } },
  });
  assert.match(line(table.problems[0]!), /^error not-of-kind data\.columns\.a\.kind two\.csv:3: "q" in column "a"/);
});

test("files without headers need the same number of columns", async () => {
  assert.equal((await readTable([source("1,2\n"), source("3,4\n")])).rows, 2);
  assert.match(
    await thrown(() => readTable([source("1,2\n", "one.csv"), source("3,4,5\n", "two.csv")])),
    /^error different-columns data\.file\.1 two\.csv:: two\.csv has the columns column1, column2, column3, but one\.csv has column1, column2\./,
  );
  assert.match(await thrown(() => readTable([source("1,2\n", "one.csv"), source("x,y\n3,4\n", "two.csv")])), /^error different-columns /);
});

const refused: [string, string, string][] = [
  ["an empty file", "", "error empty-file data.file t.csv:: t.csv is empty. Choose a CSV with a row of names and rows of values."],
  [
    "blank lines only",
    "\n \n\r\n",
    "error empty-file data.file t.csv:: t.csv is empty. Choose a CSV with a row of names and rows of values.",
  ],
  ["only a header", "a,b\n\n", "error no-rows data.file t.csv:: t.csv has column names but no rows. Add rows, or choose another CSV."],
  [
    "an open quote",
    'a,b\n1,2\n3,"4\n5,6\n',
    "error quote data.file t.csv:3: In line 3 of t.csv, a quote opens that is never closed. Close it, or remove it.",
  ],
  [
    "text after a closing quote",
    'a,b\n1, "2" x\n',
    "error quote data.file t.csv:2: In line 2 of t.csv, text follows a closing quote. Write a quote inside a quoted field twice.",
  ],
];

for (const [what, text, problem] of refused)
  test(`refuses ${what}`, async () => {
    assert.equal(await thrown(() => read(text)), problem);
  });

test("facts of the columns, values in category order as the CSV writes them", async () => {
  const text = csv(["10,b,TRUE", "9.50,B,false", "NA,\ue000,true", "9.5,\u{1f600},true"], "n,t,f");
  const facts = inspectTable(await read(text)).map(({ name, kind, distinct, missing, values, left }) => ({
    name,
    kind,
    distinct,
    missing,
    values,
    left,
  }));
  // What is left has one text less: that of the row whose number is missing.
  assert.deepEqual(facts, [
    { name: "n", kind: "number", distinct: 2, missing: 1, values: ["9.50", "10"], left: 2 },
    { name: "t", kind: "category", distinct: 4, missing: 0, values: ["B", "b", "\ue000", "\u{1f600}"], left: 3 },
    { name: "f", kind: "boolean", distinct: 2, missing: 0, values: ["false", "TRUE"], left: 2 },
  ]);
});

test("facts show at most 20 values", async () => {
  const rows = Array.from({ length: 30 }, (_, index) => `${30 - index},x${index}`);
  const [numbers, texts] = inspectTable(await read(csv(rows)));
  assert.deepEqual(
    numbers?.values,
    Array.from({ length: 20 }, (_, index) => String(index + 1)),
  );
  assert.equal(texts?.values.length, 20);
});

const many = csv(
  Array.from({ length: 40 }, (_, row) => `${row === 0 ? 1 : `id${row}`},key${row},${row % 2 === 0 ? "even" : "odd"},${row}`),
  "late,key,few,number",
);

for (const [where, storage] of [
  ["memory", undefined],
  ["a file", storageOf(0, 64)],
] as const) {
  test(`a column of too many different texts is read as if it were empty, which is said: into ${where}`, async () => {
    const table = await readTable([source(many)], {}, { storage, mostTexts: 20 });
    assert.deepEqual(
      table.columns.map(({ name, missing, distinct }) => [name, missing, distinct]),
      [
        ["late", 40, 0],
        ["key", 40, 0],
        ["few", 0, 2],
        ["number", 0, 40],
      ],
    );
    assert.deepEqual(
      cells(table.columns[1]!),
      Array.from({ length: 40 }, () => "."),
    );
    assert.deepEqual(table.problems.map(line), [
      'warning too-many-texts data.file t.csv:: The different texts of column "late" do not fit into memory, so it is read as if it were empty. Leave it out of the features and targets.',
      'warning too-many-texts data.file t.csv:: The different texts of column "key" do not fit into memory, so it is read as if it were empty. Leave it out of the features and targets.',
    ]);
    table.release?.();
  });

  test(`texts that nobody wants are not kept, and nothing is said of them: into ${where}`, async () => {
    const all = await readTable([source(many)]);
    const table = await readTable([source(many)], { wanted: new Set(["few"]) }, { storage });
    assert.deepEqual(
      table.columns.map((column) => cells(column)[5]),
      [".", ".", cells(all.columns[2]!)[5], "5"],
    );
    assert.deepEqual([table.problems, table.dialect], [all.problems, all.dialect]);
    table.release?.();
  });
}
