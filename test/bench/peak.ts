// The machine's 128-bit multiply-add peak as WebAssembly can reach it: a module, written here byte by byte,
// of independent chains that stay in registers. Relaxed multiply-adds if the engine has them, a
// multiplication and an addition elsewhere.

/** Enough to hide the latency of two dependent operations, and few enough for sixteen registers. */
const CHAINS = 12;
/** Steps of each chain in one turn of the loop. */
const REPEATS = 16;
/** Turns of one call: some 20 µs. */
const TURNS = 1000;

/** Each module begins so. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const NOTHING = 0x40;
const LOOP = 0x03;
const END = 0x0b;
const BRANCH_IF = 0x0d;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCAL_TEE = 0x22;
const I32_CONST = 0x41;
const F32_CONST = 0x43;
const I32_SUBTRACT = 0x6b;
const SPLAT = [0xfd, 0x13];
const ADD = [0xfd, 0xe4, 0x01];
const MULTIPLY = [0xfd, 0xe6, 0x01];
const EXTRACT_LANE = [0xfd, 0x1f];
const RELAXED_MULTIPLY_ADD = [0xfd, 0x85, 0x02];

// Locals: 0 turns, 1 … CHAINS the chains, then two constants.
const FACTOR = CHAINS + 1;
const SUMMAND = CHAINS + 2;

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function section(id: number, bytes: readonly number[]): number[] {
  return [id, ...unsigned(bytes.length), ...bytes];
}

function setConstant(local: number, value: number): number[] {
  return [F32_CONST, ...new Uint8Array(new Float32Array([value]).buffer), ...SPLAT, LOCAL_SET, local];
}

function get(local: number): number[] {
  return [LOCAL_GET, local];
}

/**
 * chain ← factor · summand + chain, or chain ← chain · factor + summand: neither can be moved out of the
 * loop, and no value leaves the normal numbers.
 */
function advance(chain: number, isRelaxed: boolean): number[] {
  return isRelaxed
    ? [...get(FACTOR), ...get(SUMMAND), ...get(chain), ...RELAXED_MULTIPLY_ADD, LOCAL_SET, chain]
    : [...get(chain), ...get(FACTOR), ...MULTIPLY, ...get(SUMMAND), ...ADD, LOCAL_SET, chain];
}

function moduleBytes(isRelaxed: boolean): Uint8Array<ArrayBuffer> {
  const chains = Array.from({ length: CHAINS }, (_, index) => index + 1);
  const start = chains.flatMap((chain) => setConstant(chain, chain / 16));
  const turn = Array.from({ length: REPEATS }, () => chains.flatMap((chain) => advance(chain, isRelaxed))).flat();
  // turns ← turns − 1; again while it is not 0.
  const again = [LOCAL_GET, 0, I32_CONST, 1, I32_SUBTRACT, LOCAL_TEE, 0, BRANCH_IF, 0];
  // Whatever is not used could be left out by the compiler.
  const sum = chains.flatMap((chain) => (chain === 1 ? [LOCAL_GET, 1] : [LOCAL_GET, chain].concat(ADD)));
  const locals = [1, CHAINS + 2, V128];
  const body = locals.concat(
    start,
    setConstant(FACTOR, 0.999),
    setConstant(SUMMAND, 0.001),
    [LOOP, NOTHING],
    turn,
    again,
    [END],
    sum,
    EXTRACT_LANE,
    [0, END],
  );
  // One function from i32 to f32, exported as "run".
  const type = section(1, [1, 0x60, 1, I32, 1, F32]);
  const code = section(10, [1, ...unsigned(body.length), ...body]);
  return new Uint8Array(MAGIC.concat(type, section(3, [1, 0]), section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]), code));
}

export interface Peak {
  readonly isRelaxed: boolean;
  /** Floating-point operations of one `run`. */
  readonly operations: number;
  run(): void;
}

/** The peak of what this engine can do. */
export function openPeak(): Peak {
  const relaxed = moduleBytes(true);
  const isRelaxed = WebAssembly.validate(relaxed);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(isRelaxed ? relaxed : moduleBytes(false)));
  const run = exports["run"] as (turns: number) => number;
  return { isRelaxed, operations: TURNS * REPEATS * CHAINS * 4 * 2, run: () => void run(TURNS) };
}
