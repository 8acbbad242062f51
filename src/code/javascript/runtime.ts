// The part of the JavaScript module that is the same for every network: reading values and CSVs, encoding,
// answering, writing. It is kept as text, because it runs elsewhere.

/** From values to inputs. */
export const encoding = String.raw`
/** A row as inputs; null if a value is missing that nothing fills. */
function encode(valueOf, mark) {
  const inputs = new Float32Array(INPUTS);
  for (const feature of FEATURES) {
    const value = read(valueOf(feature), feature, mark);
    if (value === undefined) return null;
    const { at, encode, categories } = feature;
    if (encode === "value") {
      inputs[at] = (value - feature.shift) / feature.scale;
      if (!Number.isFinite(inputs[at])) throw new RangeError(where(feature, value) + " is too large for float32.");
    } else if (encode === "date") {
      inputs.set(readDate(value, feature), at);
    } else {
      const index = categories.indexOf(value);
      if (index >= 0) inputs[encode === "ordinal" ? at : at + index] = encode === "ordinal" ? index : 1;
    }
  }
  return inputs;
}

/** A value as a number or a text; what fills it if it is missing. */
function read(value, feature, mark) {
  if (value === undefined || value === null || Number.isNaN(value)) return feature.fill;
  const text = String(value);
  if (feature.missing.includes(text)) return feature.fill;
  if (feature.kind === "category") return text;
  if (feature.kind === "number") {
    const number = typeof value === "number" ? value : readNumber(text, feature, mark);
    if (!Number.isNaN(number)) return number;
  } else if (/^(true|false)$/i.test(text)) {
    return text.toLowerCase() === "true" ? 1 : 0;
  }
  throw new TypeError(where(feature, text) + " is not a " + feature.kind + ".");
}

function where({ column }, value) {
  return '"' + value + '" in column "' + column + '"';
}

function readNumber(text, { thousands, strip = [], parentheses = false }, mark) {
  const edges = strip.length === 0 && !parentheses ? [] : edgesOf(strip);
  const bare = (from) => edges.reduce((left, edge) => left.replace(edge, "$1"), from);
  const inner = bare(text);
  if (!parentheses || !/^\(.*\)$/s.test(inner)) return plainNumber(inner, thousands, mark);
  const value = bare(inner.slice(1, -1));
  return /^[+-]/.test(value) ? NaN : -plainNumber(value, thousands, mark);
}

function edgesOf(strip) {
  if (strip.length === 0) return [];
  const texts = [...strip].sort((one, other) => other.length - one.length).map(escaped);
  const any = "(?:" + [...texts, "[ \\t]"].join("|") + ")+";
  return [new RegExp("^([+-]?)" + any), new RegExp("()" + any + "$")];
}

function escaped(text) {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

const shapes = new Map();

function plainNumber(text, thousands, mark) {
  const groups = thousands === undefined || thousands === mark ? undefined : thousands;
  const whole = groups === undefined ? "\\d+" : "(?:\\d{1,3}(?:" + escaped(groups) + "\\d{3})+|\\d+)";
  const key = mark + whole;
  if (!shapes.has(key))
    shapes.set(key, new RegExp("^[+-]?(?:" + whole + "(?:\\" + mark + "\\d*)?|\\" + mark + "\\d+)(?:[eE][+-]?\\d+)?$"));
  if (!shapes.get(key).test(text)) return NaN;
  const plain = groups === undefined ? text : text.replaceAll(groups, "");
  const value = Number(mark === "." ? plain : plain.replace(",", "."));
  return Number.isFinite(value) ? value : NaN;
}
`;

/** Dates, if there are any. */
export const dates = String.raw`
/** Year, month, weekday (Monday 0) and day of month. */
function readDate(text, feature) {
  const parts = dateParts(text, feature.date);
  if (parts !== undefined) {
    const [year, month, day] = parts.map(Number);
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    if (date.getUTCMonth() === month - 1 && date.getUTCDate() === day) return [year, month, (date.getUTCDay() + 6) % 7, day];
  }
  throw new TypeError(where(feature, text) + " is not a date.");
}

function dateParts(text, order) {
  if (order === "year-first") {
    const found = YEAR_FIRST.exec(text);
    return found && [found[1] ?? found[9], found[3] ?? found[5] ?? found[7] ?? found[10], found[4] ?? found[6] ?? found[8] ?? found[11]];
  }
  const found = YEAR_LAST.exec(text);
  if (found === null) return undefined;
  const year = found[4].length === 4 ? found[4] : String(Number(found[4]) <= 68 ? 2000 + Number(found[4]) : 1900 + Number(found[4]));
  return order === "month-first" ? [year, found[1], found[3]] : [year, found[3], found[1]];
}
`;

/** From outputs to answers. */
export const answering = String.raw`
/** By the names of the columns: the class or the number, and probabilities. */
function answer(outputs) {
  const softmax = softmaxOf(outputs);
  return COLUMNS.map(({ answer: index, probabilityOf }) => {
    const about = ANSWERS[index];
    if (about.kind === "classes") return probabilityOf === undefined ? about.classes[largest(outputs, about.count)] : softmax[probabilityOf];
    const value = outputs[about.output];
    if (about.kind === "number") return about.meaning === "exp" ? Math.exp(value) : value;
    if (probabilityOf === undefined) return about.sign * value >= about.cut ? about.yes : about.no;
    const yes = about.probability === "sigmoid" ? 1 / (1 + Math.exp(-value)) : value;
    return probabilityOf === 1 ? yes : 1 - yes;
  });
}

function softmaxOf(outputs) {
  const most = Math.max(...outputs);
  const powers = Array.from(outputs, (value) => Math.exp(value - most));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

/** Of equal outputs the first. */
function largest(outputs, count) {
  let best = 0;
  for (let index = 1; index < count; index++) if (outputs[index] > outputs[best]) best = index;
  return best;
}

function answerRow(valueOf, mark) {
  const inputs = encode(valueOf, mark);
  if (inputs === null) return null;
  const outputs = forward(inputs);
  if (PROBABILITIES) for (const value of outputs) if (!(value >= 0 && value <= 1)) throw new RangeError("The network gave " + value + " instead of a probability.");
  return answer(outputs);
}

/**
 * Predicts one row of values by column name.
 * @returns null if a value is missing that nothing fills
 */
export function predict(row) {
  const valueOf = ({ column }) => {
    const value = Object.hasOwn(row, column) ? row[column] : undefined;
    return typeof value === "string" ? value.trim() : value;
  };
  const answers = answerRow(valueOf, ".");
  return answers && Object.fromEntries(COLUMNS.map(({ name }, index) => [name, answers[index]]));
}
`;

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

/**
 * The place of each feature among the names, in any case and with any blanks; undefined if one is not there.
 */
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

/** The check of the row with a known answer. */
export const check = String.raw`
/** Whether the answers to a row of the training CSV are those of Perceptron. */
export function selfCheck() {
  const answers = predict(CHECK.row);
  const isSame = (one, other) => (typeof other === "string" ? one === other : Math.abs(one - other) <= 1e-5 * Math.max(1, Math.abs(other)));
  return answers !== null && Object.entries(CHECK.answers).every(([name, expected]) => isSame(answers[name], expected));
}
`;

/** The command line. */
export const main = String.raw`
const WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** A CSV as text: what its mark says, else UTF-8, else the encoding of the training CSV. */
function decode(bytes) {
  const [one, two] = bytes;
  if (one === 0xff && two === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (one === 0xfe && two === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder(READING.encoding, { fatal: true }).decode(bytes);
    // Some versions of Node read Windows' punctuation as control characters.
    return READING.encoding === "windows-1252" ? text.replaceAll(/[\x80-\x9f]/g, (one) => WINDOWS[one.charCodeAt(0) - 0x80]) : text;
  }
}

async function main(words) {
  const { readFileSync, writeFileSync } = await import("node:fs");
  if (words.length === 1 && words[0] === "--check") {
    console.log(selfCheck() ? "ok" : "the answers differ");
    return selfCheck() ? 0 : 1;
  }
  if (words.length !== 2) {
    console.error("Usage: node " + NAME + " IN.csv OUT.csv");
    return 2;
  }
  try {
    const bytes = readFileSync(words[0]);
    const isUtf8 = bytes[0] !== 0xef && Buffer.from(bytes.toString("utf8")).equals(bytes);
    const text = decode(bytes).replace(/\x1a(\r\n|\n|\r)?$/, "");
    writeFileSync(words[1], (isUtf8 ? "" : "\ufeff") + predictCsv(text));
    return 0;
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}

if (typeof process === "object" && process.argv?.[1]) {
  const { existsSync, realpathSync } = await import("node:fs");
  const { pathToFileURL } = await import("node:url");
  const started = existsSync(process.argv[1]) ? pathToFileURL(realpathSync(process.argv[1])).href : "";
  if (import.meta.url === started) process.exitCode = await main(process.argv.slice(2));
}
`;

/** Layers over a whole row, by the operation that needs them. */
export const layers: Readonly<Record<string, string>> = {
  linear: String.raw`
/** x Wᵀ + b, summed in float32 in the order of the inputs. */
function linear(x, weight, bias, units) {
  const y = new Float32Array(units);
  for (let unit = 0; unit < units; unit++) {
    let sum = 0;
    for (let index = 0; index < x.length; index++) sum = Math.fround(sum + x[index] * weight[unit * x.length + index]);
    y[unit] = bias === undefined ? sum : sum + bias[unit];
  }
  return y;
}
`,
  "layer-norm": String.raw`
function layerNorm(x, eps, weight, bias) {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
  return x.map((v, index) => ((v - mean) / Math.sqrt(variance + eps)) * (weight?.[index] ?? 1) + (bias?.[index] ?? 0));
}
`,
  softmax: String.raw`
function softmax(x) {
  const most = Math.max(...x);
  const sum = x.reduce((all, v) => all + Math.exp(v - most), 0);
  return x.map((v) => Math.exp(v - most) / sum);
}
`,
  "log-softmax": String.raw`
function logSoftmax(x) {
  const most = Math.max(...x);
  const sum = x.reduce((all, v) => all + Math.exp(v - most), 0);
  return x.map((v) => v - most - Math.log(sum));
}
`,
  glu: String.raw`
function glu(x) {
  const half = x.length / 2;
  return x.subarray(0, half).map((v, index) => v / (1 + Math.exp(-x[half + index])));
}
`,
  normal_cdf: String.raw`
/** The share of the standard normal distribution below v (Abramowitz and Stegun, 7.1.6 and 7.1.14). */
function normalCdf(v) {
  const z = Math.abs(v) / Math.SQRT2;
  let tail = 0;
  if (z < 2) {
    let term = z;
    let sum = z;
    for (let k = 1; Math.abs(term) > 1e-18 * sum; k++) sum += term *= (2 * z * z) / (2 * k + 1);
    tail = 0.5 - Math.exp(-z * z) * sum / Math.sqrt(Math.PI);
  } else if (z < 27) {
    let fraction = z;
    for (let k = 60; k >= 1; k--) fraction = z + k / 2 / fraction;
    tail = Math.exp(-z * z) / (2 * Math.sqrt(Math.PI) * fraction);
  }
  return v < 0 ? tail : 1 - tail;
}
`,
};
