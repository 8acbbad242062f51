// The part of the JavaScript module that is the same for every network: reading values, encoding, answering,
// the command line. It is kept as text, because it runs elsewhere.

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

/** Node's own, by names that no bundler for a browser looks up. */
const FILES = "node:fs";
const URLS = "node:url";

async function main(words) {
  const { readFileSync, writeFileSync } = await import(FILES);
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
  const { existsSync, realpathSync } = await import(FILES);
  const { pathToFileURL } = await import(URLS);
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
