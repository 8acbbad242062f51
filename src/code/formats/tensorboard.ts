// Curves as a TensorBoard event file: records in TFRecord framing, each an `Event` protocol buffer with one
// `Summary` of scalars. Of both only the few fields are written that scalars need:
// tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto and
// tensorflow/core/framework/summary.proto.

/**
 * Scalars of one step, under the names that TensorBoard groups by what stands before the slash, as in
 * `loss/train`.
 */
export interface ScalarStep {
  /** A whole number, as the epoch. */
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly scalars: Readonly<Record<string, number>>;
}

/** What a curve knows of one epoch. */
export interface CurvePoint {
  readonly trainLoss: number;
  readonly validationLoss?: number;
  readonly lr: number;
  /** By metric's name. */
  readonly gradientNorm?: number;
  readonly metrics?: { readonly train: Readonly<Record<string, number>>; readonly validation?: Readonly<Record<string, number>> };
}

/** One epoch's scalars: `loss/train`, `accuracy/validation`, `lr`, `gradient_norm`, … */
export function scalarsOf({ trainLoss, validationLoss, lr, metrics, gradientNorm }: CurvePoint): Record<string, number> {
  const passes = { train: { loss: trainLoss, ...metrics?.train }, validation: { ...metrics?.validation } };
  const named = Object.entries(passes).flatMap(([pass, values]) =>
    Object.entries(values).map(([name, value]) => [`${name}/${pass}`, value] as const),
  );
  return {
    ...Object.fromEntries(named),
    ...(validationLoss === undefined ? {} : { "loss/validation": validationLoss }),
    lr,
    ...(gradientNorm === undefined ? {} : { gradient_norm: gradientNorm }),
  };
}

/**
 * The first bytes of a file: what says that it is one. Steps can be appended to it.
 * @param wallTime seconds since 1970
 */
export function eventFileStart(wallTime: number): Uint8Array {
  return record([...double(1, wallTime), ...bytes(3, utf8("brain.Event:2"))]);
}

/** One step's bytes, to append. */
export function eventRecord({ step, wallTime, scalars }: ScalarStep): Uint8Array {
  const values = Object.entries(scalars).flatMap(([tag, value]) => bytes(1, [...bytes(1, utf8(tag)), ...float(2, value)]));
  return record([...double(1, wallTime), ...tag(2, VARINT), ...varint(step), ...bytes(5, values)]);
}

/** A whole file. */
export function eventFile(steps: readonly ScalarStep[]): Uint8Array {
  const parts = [eventFileStart(steps[0]?.wallTime ?? 0), ...steps.map(eventRecord)];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A file's name, by which TensorBoard knows that it is one. */
export function eventFileName(wallTime: number): string {
  return `events.out.tfevents.${String(Math.floor(wallTime)).padStart(10, "0")}.perceptron`;
}

/** Length, its check sum, the data and its check sum, all little-endian. */
function record(data: readonly number[]): Uint8Array {
  const whole = new Uint8Array(data.length + 16);
  const view = new DataView(whole.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(whole.subarray(0, 8)), true);
  whole.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(whole.subarray(12, 12 + data.length)), true);
  return whole;
}

/**
 * CRC-32C (RFC 3720, appendix B.4), turned and shifted so that a check sum of data with check sums in it is a
 * good one too.
 */
function maskedChecksum(data: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of data) rest = CHECKSUMS[(rest ^ byte) & 0xff]! ^ (rest >>> 8);
  const checksum = ~rest >>> 0;
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}

/** What each byte adds: the polynomial 0x1EDC6F41 with its bits turned around. */
const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest;
});

// The protocol buffers' encoding: https://protobuf.dev/programming-guides/encoding/
const [VARINT, DOUBLE, BYTES, FLOAT] = [0, 1, 2, 5];

function tag(field: number, type: number): number[] {
  return [(field << 3) | type];
}

/** A whole number of 0 or more, seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low + 128, ...varint(Math.floor(value / 128))];
}

function double(field: number, value: number): number[] {
  const data = new DataView(new ArrayBuffer(8));
  data.setFloat64(0, value, true);
  return [...tag(field, DOUBLE), ...new Uint8Array(data.buffer)];
}

function float(field: number, value: number): number[] {
  const data = new DataView(new ArrayBuffer(4));
  data.setFloat32(0, value, true);
  return [...tag(field, FLOAT), ...new Uint8Array(data.buffer)];
}

function bytes(field: number, data: ArrayLike<number>): number[] {
  return [...tag(field, BYTES), ...varint(data.length), ...Array.from(data)];
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
