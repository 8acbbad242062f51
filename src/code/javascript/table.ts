// How the JavaScript module reads a CSV and writes it with the answers, the same for every network. It is
// kept as text, because it runs elsewhere.

/** Reading a CSV and writing it with the answers. */
export const table = String.raw`
/** The records of a CSV: fields, where each ends in the text, the line it begins in. */
function scan(text, delimiter, from, line, skip = [], most = Infinity) {
  const records = [];
  const { comment } = READING;
  const isBreak = (at) => text[at] === "\n" || text[at] === "\r";
  const isBlank = (at) => (text[at] === " " || text[at] === "\t") && text[at] !== delimiter;
  let at = from;
  const next = () => {
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
    line += 1;
  };
  while (at < text.length && records.length < most) {
    if (skip.includes(line) || (comment !== undefined && text.startsWith(comment, at))) {
      while (at < text.length && !isBreak(at)) at++;
      next();
      continue;
    }
    const record = { fields: [], ends: [], line };
    for (;;) {
      while (isBlank(at)) at++;
      if (text[at] === '"') {
        let value = "";
        for (at++; ; at++) {
          if (at >= text.length) throw new SyntaxError("In line " + record.line + ", a quote opens that is never closed.");
          if (text[at] === '"') {
            if (text[at + 1] !== '"') break;
            at++;
          } else if (text[at] === "\r" || (text[at] === "\n" && text[at - 1] !== "\r")) line += 1;
          value += text[at];
        }
        for (at++; isBlank(at); ) at++;
        if (at < text.length && text[at] !== delimiter && !isBreak(at)) throw new SyntaxError("In line " + line + ", text follows a closing quote.");
        record.fields.push(value);
      } else {
        const start = at;
        while (at < text.length && text[at] !== delimiter && !isBreak(at)) at++;
        record.fields.push(text.slice(start, at).replace(/[ \t]+$/, ""));
      }
      record.ends.push(at);
      if (text[at] !== delimiter) break;
      at++;
    }
    if (record.fields.length > 1 || record.fields[0] !== "") records.push(record);
    next();
  }
  return records;
}

function folded(name) {
  return name.normalize("NFKC").replaceAll(/\s+/g, "").toLowerCase();
}

/** The place of each feature among the names, in any case and with any blanks; undefined if one lacks. */
function placesOf(names) {
  const places = FEATURES.map(({ column }) => {
    if (names.includes(column)) return names.indexOf(column);
    const alike = names.flatMap((name, index) => (folded(name) === folded(column) ? [index] : []));
    return alike.length === 1 ? alike[0] : -1;
  });
  return places.includes(-1) ? undefined : places;
}

/** An empty name becomes columnN, a repeated one gets _2, _3, … */
function headerNames(fields) {
  const written = fields.map((name, index) => name || "column" + (index + 1));
  const taken = new Set(written);
  const seen = new Set();
  return written.map((name) => {
    if (!seen.has(name)) return seen.add(name) && name;
    let number = 2;
    while (taken.has(name + "_" + number)) number++;
    taken.add(name + "_" + number);
    return name + "_" + number;
  });
}

/** A record that lacks a name in front, as R writes names of rows, gets one. */
function namesOf({ fields }, below) {
  const most = Math.max(0, ...below.map((record) => record.fields.length));
  const named = fields.findLastIndex((field) => field !== "") + 1;
  if (fields.length > most && named <= most) return headerNames(fields.slice(0, most));
  const isShort = below.length > 0 && below.every((record) => record.fields.length === fields.length + 1);
  if (!isShort || fields.includes("") || below.every((record) => record.fields.at(-1) === "")) return headerNames(fields);
  const names = headerNames(["", ...fields]).slice(1);
  let first = "column1";
  while (names.includes(first)) first += "_";
  return [first, ...names];
}

/** Finds what separates the fields, and the record that names the columns. */
function findTable(text, { delimiter: told, skip = [] }) {
  const hint = /^"?sep=(.)"?\1*[ \t]*(?:\r\n|\n|\r|$)/i.exec(text);
  const [from, line] = hint ? [hint[0].length, 2] : [0, 1];
  const delimiters = told === undefined ? (hint ? [hint[1]] : [",", ";", "\t", "|"]) : [told];
  let found;
  for (const delimiter of delimiters) {
    let head;
    try {
      head = scan(text, delimiter, from, line, skip, 150);
    } catch {
      continue;
    }
    for (let index = 0; index < Math.min(head.length, 50) && READING.header !== false; index++) {
      const names = namesOf(head[index], head.slice(index + 1, index + 100));
      const places = placesOf(names);
      if (places === undefined) continue;
      const isLonger = head[index].fields.length < names.length;
      if (!found || names.length > found.names.length) found = { delimiter, names, places, header: index + 1, isLonger };
      break;
    }
    const width = head[0]?.fields.length ?? 0;
    if (found === undefined && READING.header !== true && head.every(({ fields }) => fields.length === width)) {
      const names = head.length > 0 ? head[0].fields.map((_, index) => "column" + (index + 1)) : [];
      const places = placesOf(names);
      if (places !== undefined) found = { delimiter, names, places, header: 0, isLonger: false };
    }
  }
  if (found === undefined) throw new Error("The CSV lacks columns that the network was trained on: " + FEATURES.map(({ column }) => column).join(", ") + ".");
  return { ...found, from, records: scan(text, found.delimiter, from, line, skip) };
}

/** The comma if some column reads as numbers only with it, and none only with the point. */
function findMark({ delimiter, names, places, header, records }) {
  if (delimiter === ",") return ".";
  let onlyComma = false;
  for (let column = 0; column < names.length; column++) {
    const feature = FEATURES[places.indexOf(column)] ?? { missing: MISSING };
    const form = feature.kind === "number" ? feature : {};
    const values = new Set(records.slice(header).map(({ fields }) => fields[column] ?? ""));
    const texts = [...values].filter((text) => !feature.missing.includes(text));
    const [point, comma] = [".", ","].map((mark) => texts.every((text) => !Number.isNaN(readNumber(text, form, mark))));
    if (point && !comma) return ".";
    if (comma && !point) onlyComma = true;
  }
  return onlyComma ? "," : ".";
}

/** The text of a CSV with a column for each answer at its right edge. */
export function predictCsv(text) {
  try {
    return predictAs(text, {});
  } catch (error) {
    const { delimiter, decimal, skip } = READING.told;
    if (delimiter === undefined && decimal === undefined && skip.length === 0) throw error;
    try {
      return predictAs(text, READING.told);
    } catch {
      throw error;
    }
  }
}

function predictAs(text, told) {
  const found = findTable(text, told);
  const { delimiter, names, places, header, isLonger, records } = found;
  const mark = told.decimal ?? findMark(found);
  const parts = [];
  let copied = 0;
  const append = ({ fields, ends }, cells, width) => {
    const edge = fields.length >= width ? ends[width - 1] : ends.at(-1);
    parts.push(text.slice(copied, edge), delimiter.repeat(Math.max(0, width - fields.length)));
    for (const cell of cells) parts.push(delimiter, quoted(cell, delimiter));
    copied = edge;
  };
  const width = names.length;
  if (header > 0) append(records[header - 1], freeNames(names), isLonger ? width - 1 : width);
  const placeOf = new Map(FEATURES.map((feature, index) => [feature, places[index]]));
  const rows = records.slice(header);
  for (const [index, record] of rows.entries()) {
    const { fields, line } = record;
    if (isNoRow(fields, index, rows.length, found, mark)) continue;
    if (fields.slice(width).some((field) => field !== "")) throw new Error("Line " + line + " has more fields than there are columns.");
    let answers;
    try {
      answers = answerRow((feature) => fields[placeOf.get(feature)], mark);
    } catch (error) {
      throw new Error("Line " + line + ": " + error.message);
    }
    append(record, COLUMNS.map((_, index) => cellOf(answers?.[index], mark)), width);
  }
  return parts.join("") + text.slice(copied);
}

/** Names or units once more, or a total at the end. */
function isNoRow(fields, index, count, { names, places, header, records }, mark) {
  if (header > 0 && records[header - 1].fields.every((name, column) => fields[column] === name)) return true;
  const texts = FEATURES.map((feature, at) => ({ feature, text: fields[places[at]] ?? "" })).filter(({ feature, text }) => !feature.missing.includes(text));
  const numbers = texts.filter(({ feature }) => feature.kind === "number");
  if (header > 0 && index < 3 && numbers.length > 0 && numbers.every(({ feature, text }) => Number.isNaN(readNumber(text, feature, mark)))) return true;
  const column = fields.findIndex((field) => field !== "");
  const feature = FEATURES[places.indexOf(column)];
  const isKnown = feature !== undefined && (feature.kind !== "category" || feature.categories?.includes(fields[column]));
  return index >= count - 3 && fields.length <= names.length && TOTAL.test(fields[column] ?? "") && !isKnown;
}

const TOTAL = /^(?:(?:grand |sub|overall )?(?:totals?|sum|average|avg\.?|mean|gesamt|summe|insgesamt)\b|(?:합계|총계|소계|총합계?|평균|전체|계|合計|总计|合计)\s*:?$)/iu;

function cellOf(value, mark) {
  if (value === undefined) return "";
  if (typeof value === "string") return harmless(value);
  const single = Math.fround(value);
  const short = [7, 8, 9].map((digits) => Number(single.toPrecision(digits))).find((each) => Math.fround(each) === single);
  return String(short ?? single).replace(".", mark);
}

/** A spreadsheet runs a text that begins so as a formula; behind an apostrophe it does not. */
function harmless(text) {
  return UNSAFE.includes(text) ? "'" + text : text;
}

function quoted(cell, delimiter) {
  return cell.includes(delimiter) || /["\r\n]|^[ \t]|[ \t]$/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell;
}

function freeNames(names) {
  const taken = new Set(names);
  return COLUMNS.map(({ name }) => {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = name + "_" + number;
    taken.add(free);
    return harmless(free);
  });
}
`;
