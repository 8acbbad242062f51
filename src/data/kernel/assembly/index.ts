// Records of plain numbers and texts taken apart, many at a time: what most rows of most tables are. Whatever
// is not plain (another number of fields, a doubled quote, a line break within quotes, a comment, a blank
// line) is left where it begins, to the scanner; a cell that is no plain number is told, and its place left
// empty. All texts end with a line feed behind their last byte, which stops every loop.

const TAB: u32 = 9;
const LF: u32 = 10;
const CR: u32 = 13;
const SPACE: u32 = 32;
const QUOTE: u32 = 34;
const PLUS: u32 = 43;
const MINUS: u32 = 45;
const POINT: u32 = 46;
const ZERO: u32 = 48;

/** How the cells of a column are kept. */
const WHOLE = 0;
const DOUBLES = 1;
/** Only where each stands in the text. */
const SPANS = 2;

/** Of a column whose numbers have no decimals, its kind and its decimals in one word. */
const WHOLE_WITHOUT_DECIMALS: u64 = 0;

/** What is told of where cells stand: nothing, how many are written in an unusual way, or all places. */
const COUNTED = 1;
const PLACED = 2;

/** A missing value among whole numbers. */
const ABSENT: i32 = i32.MIN_VALUE;
const LARGEST: f64 = 2147483647;
const MOST_MANTISSA: i64 = 1000000000000000;
/** More could be too large for 64 bits. */
const MOST_DIGITS: i32 = 18;
const MOST_DECIMALS: i32 = 22;

/**
 * Bytes of a column's entry: kind, decimals, mark, whether places are wanted, where values and places go, its
 * dictionary or 0, and how many texts were not in it, or how many numbers are not written as JavaScript
 * writes them.
 */
const ENTRY: usize = 32;

/** The number of a text that is missing, and of one that is not known. */
const MISSING: i32 = -1;
const UNKNOWN: i32 = -2;
/**
 * A dictionary knows the first texts of a column: how many, bytes of them, then a slot for each hash with the
 * first sixteen bytes, one more than its number, how many bytes it has and where they are, then the bytes.
 */
const SLOTS: u32 = 32768;
const SLOT: usize = 32;
/** Bytes of a text that stand in its slot. */
const SHORT: i32 = 16;
const MOST_TEXTS: u32 = 16384;
const MOST_BYTES: u32 = 262144;
const HEAD: usize = 8;
const POOL: usize = HEAD + <usize>SLOTS * SLOT;
const MIX: u64 = 0x9e3779b97f4a7c15;

const wholePowers = memory.data<i64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000]);

const powers = memory.data<f64>([
  1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]);

/** How many digits the bytes of a word begin with, from its lowest on: the last bytes are the highest. */
// @ts-ignore: decorator
@inline
function digitsIn(word: u64): u64 {
  // 0 to 9 are below 10 after taking "0" away from each byte; what is carried over meets later bytes only.
  const digits = word ^ 0x3030303030303030;
  return ctz<u64>(((digits + 0x7676767676767676) | digits) & 0x8080808080808080) >> 3;
}

/**
 * The number that eight bytes of digits say, the first the highest: pairs, fours, then all are joined (D.
 * Lemire, "Number parsing at a gigabyte per second", 2021).
 */
// @ts-ignore: decorator
@inline
function numberOf(digits: u64): i64 {
  const pairs = ((digits & 0x0f0f0f0f0f0f0f0f) * 2561) >> 8;
  const fours = ((pairs & 0x00ff00ff00ff00ff) * 6553601) >> 16;
  return <i64>(((fours & 0x0000ffff0000ffff) * 42949672960001) >> 32);
}

/** Where the digits of a number end; `mantissa` has them behind those it had. */
let mantissa: i64 = 0;
// @ts-ignore: decorator
@inline
function readDigits(at: usize): usize {
  for (;;) {
    const word = load<u64>(at);
    const count = digitsIn(word);
    if (count == 8) {
      mantissa = mantissa * 100000000 + numberOf(word);
      at += 8;
      continue;
    }
    // What is no digit goes out at the top, zeros come in at the bottom, which are higher digits.
    if (count > 0) mantissa = mantissa * load<i64>(wholePowers + (<usize>count << 3)) + numberOf(word << (64 - (count << 3)));
    return at + <usize>count;
  }
}

/** How many of the cells of a column have no value. */
export function countAbsent(values: usize, rows: i32): i32 {
  let count: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) count += <i32>(load<i32>(values + (<usize>row << 2)) == ABSENT);
  return count;
}

export function countNaN(values: usize, rows: i32): i32 {
  let count: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) count += <i32>isNaN(load<f64>(values + (<usize>row << 3)));
  return count;
}

let taken: i32 = 0;
let odd: i32 = 0;

/** The first byte that is nobody's. */
export function firstFree(): usize {
  return __heap_base;
}

/** Bytes of the records that were read. */
export function bytesTaken(): i32 {
  return taken;
}

/** Cells that are no plain number. */
export function oddCells(): i32 {
  return odd;
}

/** Bytes of a dictionary, with a few behind it that may be read. */
export function dictionaryBytes(): usize {
  return POOL + MOST_BYTES + 8;
}

/** Eight bytes of a text, or those that are left. */
// @ts-ignore: decorator
@inline
function wordAt(at: usize, left: i32): u64 {
  const word = load<u64>(at);
  return left >= 8 ? word : word & ((<u64>1 << (<u64>left << 3)) - 1);
}

/** The number of a text is at 16 of its slot, or of the free slot where it belongs, which has 0 there. */
function slotOf(dictionary: usize, at: usize, length: i32): usize {
  const first = wordAt(at, length);
  const second = length > 8 ? wordAt(at + 8, length - 8) : 0;
  let hash = rotl<u64>((first ^ <u64>length) * MIX, 29) ^ (second * MIX);
  for (let word: i32 = SHORT; word < length; word += 8) hash = rotl<u64>((hash ^ wordAt(at + word, length - word)) * MIX, 29);
  hash *= MIX;
  let slot: usize;
  for (let index = <u32>(hash >> 40); ; index++) {
    slot = dictionary + HEAD + <usize>(index & (SLOTS - 1)) * SLOT;
    if (load<i32>(slot + 16) == 0) break;
    if (load<u64>(slot) != first || load<u64>(slot + 8) != second || load<i32>(slot + 20) != length) continue;
    if (length <= SHORT || isEqual(at, <usize>load<u32>(slot + 24), length)) break;
  }
  return slot;
}

function isEqual(one: usize, other: usize, length: i32): bool {
  while (length > 0 && wordAt(one, length) == wordAt(other, length)) {
    length -= 8;
    one += 8;
    other += 8;
  }
  return length <= 0;
}

/** Remembers a text of what was read, if there is room. */
export function learn(dictionary: usize, at: usize, length: i32, number: i32): void {
  const count = load<u32>(dictionary);
  const bytes = load<u32>(dictionary + 4);
  if (count == MOST_TEXTS || bytes + <u32>length > MOST_BYTES) return;
  const slot = slotOf(dictionary, at, length);
  if (load<i32>(slot + 16) != 0) return;
  const own = dictionary + POOL + bytes;
  memory.copy(own, at, length);
  store<u64>(slot, wordAt(at, length));
  store<u64>(slot + 8, length > 8 ? wordAt(at + 8, length - 8) : 0);
  store<i32>(slot + 16, number + 1);
  store<i32>(slot + 20, length);
  store<u32>(slot + 24, <u32>own);
  store<u32>(dictionary, count + 1);
  store<u32>(dictionary + 4, bytes + <u32>length);
}

/**
 * Whether JavaScript writes a number as it stands from `start` to `stop`: so it does if there are at most 15
 * digits, of which none says nothing, a point, and it is not so small that an exponent is written.
 * @param whole where its digits begin; `mantissa` has all of them
 */
// @ts-ignore: decorator
@inline
function isUsuallyWritten(start: usize, whole: usize, stop: usize, digits: i32, decimals: i32): bool {
  const before = digits - decimals;
  if (before == 0 || digits > 15 || load<u8>(start) == PLUS) return false;
  const hasMark = stop - whole > <usize>digits;
  if (load<u8>(whole) == ZERO) {
    if (before > 1 || (mantissa == 0 && (hasMark || whole > start))) return false;
    if (<f64>mantissa * 1e6 < power(decimals) && mantissa != 0) return false;
  }
  return !hasMark || (decimals > 0 && load<u8>(whole + <usize>before) == POINT && load<u8>(stop - 1) != ZERO);
}

/** The first place of a byte or a line break. */
// @ts-ignore: decorator
@inline
function firstOf(from: usize, byte: u32): usize {
  const wanted = i8x16.splat(<i8>byte);
  let at = from;
  let places: i32 = 0;
  for (;;) {
    const text = v128.load(at);
    const found = v128.or(i8x16.eq(text, wanted), v128.or(i8x16.eq(text, i8x16.splat(<i8>LF)), i8x16.eq(text, i8x16.splat(<i8>CR))));
    places = i8x16.bitmask(found);
    if (places != 0) break;
    at += 16;
  }
  return at + <usize>ctz<i32>(places);
}

// @ts-ignore: decorator
@inline
function power(exponent: i32): f64 {
  return load<f64>(powers + (<usize>exponent << 3));
}

// @ts-ignore: decorator
@inline
function isBlank(byte: u32): bool {
  return byte == SPACE || byte == TAB;
}

/**
 * Reads records from the first byte on, as long as they are plain and whole.
 * @param text where the bytes are, `length` of them, and a line feed behind them
 * @param comment the first byte of a comment; above 255 if there are none
 * @param table an entry for each column
 * @param starts for each record where it starts
 * @param oddities for each odd cell its row, its column, where it starts and where it ends
 * @returns the number of records; `bytesTaken` and `oddCells` say the rest
 */
export function readRecords(
  text: usize,
  length: i32,
  delimiter: u32,
  comment: u32,
  table: usize,
  columns: i32,
  starts: usize,
  mostRows: i32,
  oddities: usize,
  mostOdd: i32,
): i32 {
  const end = text + <usize>length;
  const last = table + <usize>(columns - 1) * ENTRY;
  let at = text;
  let row: i32 = 0;
  odd = 0;
  for (let entry = table; entry <= last; entry += ENTRY) store<i32>(entry + 28, 0);
  while (row < mostRows && at < end) {
    const begin = at;
    const oddBefore = odd;
    const first = <u32>load<u8>(at);
    if (first == LF || first == CR || first == comment) break;
    let isWhole = false;
    let column: i32 = 0;
    for (let entry = table; ; entry += ENTRY, column++) {
      // Most cells of most wide tables: a few digits of a whole number, before another cell.
      if (load<u64>(entry) == WHOLE_WITHOUT_DECIMALS && entry != last && load<i32>(entry + 12) != PLACED) {
        const word = load<u64>(at);
        const count = digitsIn(word);
        const shift = count << 3;
        const isPlain = count - 1 < 7 && (count == 1 || (<u32>word & 0xff) != ZERO);
        if (isPlain && (<u32>(word >> shift) & 0xff) == delimiter) {
          store<i32>(<usize>load<u32>(entry + 16) + (<usize>row << 2), <i32>numberOf(word << (64 - shift)));
          at += <usize>count + 1;
          continue;
        }
      }
      const kind = load<i32>(entry);
      let byte = <u32>load<u8>(at);
      while (isBlank(byte) && byte != delimiter) byte = <u32>load<u8>(++at);
      let start = at;
      let stop = at;
      let isNumber = false;
      let isEmpty = false;
      let isUsual = true;
      if (byte == QUOTE) {
        start = ++at;
        at = firstOf(at, QUOTE);
        byte = <u32>load<u8>(at);
        if (byte != QUOTE) break;
        stop = at;
        byte = <u32>load<u8>(++at);
        while (isBlank(byte) && byte != delimiter) byte = <u32>load<u8>(++at);
        if (byte != delimiter && byte != LF && byte != CR) break;
        isEmpty = start == stop;
      } else {
        if (kind <= DOUBLES) {
          const isNegative = byte == MINUS;
          if (isNegative || byte == PLUS) at++;
          mantissa = 0;
          let decimals: i32 = 0;
          const whole = at;
          at = readDigits(at);
          let digits = <i32>(at - whole);
          byte = <u32>load<u8>(at);
          if (byte == load<u32>(entry + 8)) {
            const fraction = ++at;
            at = readDigits(at);
            decimals = <i32>(at - fraction);
            digits += decimals;
            byte = <u32>load<u8>(at);
          }
          stop = at;
          while (isBlank(byte) && byte != delimiter) byte = <u32>load<u8>(++at);
          if (byte == delimiter || byte == LF || byte == CR) {
            isEmpty = start == stop;
            if (load<i32>(entry + 12) == COUNTED) isUsual = isUsuallyWritten(start, whole, stop, digits, decimals);
            if (digits > 0 && digits <= MOST_DIGITS && mantissa < MOST_MANTISSA) {
              if (kind == WHOLE) {
                const kept = load<i32>(entry + 4);
                const isMinusZero = isNegative && mantissa == 0;
                if (decimals <= kept && !isMinusZero) {
                  const scaled = <f64>mantissa * power(kept - decimals);
                  if (scaled <= LARGEST) {
                    const value = <i32>scaled;
                    store<i32>(<usize>load<u32>(entry + 16) + (<usize>row << 2), isNegative ? -value : value);
                    isNumber = true;
                  }
                }
              } else if (decimals <= MOST_DECIMALS) {
                const magnitude = decimals == 0 ? <f64>mantissa : <f64>mantissa / power(decimals);
                store<f64>(<usize>load<u32>(entry + 16) + (<usize>row << 3), isNegative ? -magnitude : magnitude);
                isNumber = true;
              }
            }
          } else {
            // Something else follows: all of it is the cell.
            at = stop;
            byte = <u32>load<u8>(at);
          }
        }
        if (byte != delimiter && byte != LF && byte != CR) {
          at = firstOf(at, delimiter);
          byte = <u32>load<u8>(at);
          stop = at;
          while (stop > start && isBlank(<u32>load<u8>(stop - 1))) stop--;
        } else if (kind > DOUBLES) {
          stop = at;
          isEmpty = start == stop;
        }
      }
      // The line feed behind the text is none of its own.
      if (at >= end) break;
      if (kind <= DOUBLES && !isNumber) {
        if (kind == WHOLE) store<i32>(<usize>load<u32>(entry + 16) + (<usize>row << 2), ABSENT);
        else store<f64>(<usize>load<u32>(entry + 16) + (<usize>row << 3), NaN);
        if (!isEmpty) {
          if (odd == mostOdd) break;
          const told = oddities + (<usize>odd << 4);
          store<i32>(told, row);
          store<i32>(told + 4, column);
          store<i32>(told + 8, <i32>(start - text));
          store<i32>(told + 12, <i32>(stop - text));
          odd++;
        }
      }
      if (isNumber && !isUsual) store<i32>(entry + 28, load<i32>(entry + 28) + 1);
      if (kind == SPANS) {
        const dictionary = <usize>load<u32>(entry + 24);
        let number = UNKNOWN;
        if (isEmpty) number = MISSING;
        else if (dictionary != 0) {
          const length = <i32>(stop - start);
          const known = load<i32>(slotOf(dictionary, start, length) + 16);
          if (known != 0) number = known - 1;
        }
        if (number == UNKNOWN) store<i32>(entry + 28, load<i32>(entry + 28) + 1);
        store<i32>(<usize>load<u32>(entry + 16) + (<usize>row << 2), number);
      }
      if (load<i32>(entry + 12) == PLACED) {
        const span = <usize>load<u32>(entry + 20) + (<usize>row << 3);
        store<i32>(span, <i32>(start - text));
        store<i32>(span + 4, <i32>(stop - text));
      }
      if (byte == delimiter) {
        if (entry == last) break;
        at++;
        continue;
      }
      if (entry != last) break;
      at++;
      if (byte == CR) {
        // Whether a line feed belongs to it is known when it is there.
        if (at >= end) break;
        if (<u32>load<u8>(at) == LF) at++;
      }
      isWhole = true;
      break;
    }
    if (!isWhole) {
      at = begin;
      odd = oddBefore;
      break;
    }
    store<i32>(starts + (<usize>row << 2), <i32>(begin - text));
    row++;
  }
  taken = <i32>(at - text);
  return row;
}
