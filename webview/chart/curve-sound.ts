// A curve to listen to: what is seen from left to right in three seconds, higher where it is higher, as far
// as the axes show it. Two lines are heard at once: the first in the left ear with a plain tone, as training,
// the second in the right with a fuller one, as validation. More come one after the other. A point that is
// marked is a short tone of its own between both ears, when the sound comes by.

import type { Vertex } from "./series.ts";

const SECONDS = 3;
/** Of the lowest place of the chart, in Hz, and the octaves up to the highest. */
const LOWEST = 220;
const OCTAVES = 3;
const STEPS_A_SECOND = 50;
const LOUDNESS = 0.15;
/** Seconds in which a tone comes and goes, so that it does not click. */
const FADE = 0.03;
/** Seconds between two parts. */
const REST = 0.4;
/** Seconds that a marked point sounds. */
const MARK = 0.12;

/** What is heard at once. Its places may be pixels or numbers, whatever lies at the edges of the chart. */
export interface Heard {
  /** The last two of them are heard. */
  readonly lines: readonly { readonly vertices: readonly Vertex[] }[];
  readonly marks?: readonly Vertex[];
  readonly area: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
}

/**
 * The pitches of a line at `count` even steps across the chart, in Hz: a straight line between its places,
 * equal heights as equal intervals.
 * @param vertices ascending in x; at least one
 */
export function pitchesOf(vertices: readonly Vertex[], { left, right, top, bottom }: Heard["area"], count: number): Float32Array {
  let next = 0;
  return Float32Array.from({ length: count }, (_, step) => {
    const x = left + ((right - left) * step) / Math.max(1, count - 1);
    while (next < vertices.length - 1 && vertices[next]!.x < x) next++;
    const [before, after] = [vertices[Math.max(0, next - 1)]!, vertices[next]!];
    const share = after.x > before.x ? Math.max(0, Math.min(1, (x - before.x) / (after.x - before.x))) : 1;
    const y = before.y + (after.y - before.y) * share;
    return pitchAt(y, top, bottom);
  });
}

/**
 * When each marked point sounds, in seconds from the begin, and how high, in Hz. One that lies beyond the
 * chart sounds at its edge.
 */
export function markTones({ marks = [], area }: Heard): readonly { readonly at: number; readonly pitch: number }[] {
  const { left, right, top, bottom } = area;
  return marks.map(({ x, y }) => {
    const share = Math.max(0, Math.min(1, (x - left) / (right - left || 1)));
    return { at: share * (SECONDS - MARK), pitch: pitchAt(y, top, bottom) };
  });
}

function pitchAt(y: number, top: number, bottom: number): number {
  const height = (bottom - y) / (bottom - top || 1);
  return LOWEST * 2 ** (OCTAVES * Math.max(0, Math.min(1, height)));
}

/** Whether this window can play anything. */
export function canPlay(): boolean {
  return typeof AudioContext === "function";
}

/**
 * Plays one part after the other.
 * @param over called once when it ends by itself
 * @returns stops it
 */
export function play(parts: readonly Heard[], over: () => void): () => void {
  const context = new AudioContext();
  const begin = context.currentTime + FADE;
  for (const [index, part] of parts.entries()) playPart(context, part, begin + index * (SECONDS + REST));
  const timer = setTimeout(
    () => {
      void context.close();
      over();
    },
    1000 * (parts.length * (SECONDS + REST) - REST + 2 * FADE),
  );
  return () => {
    clearTimeout(timer);
    void context.close();
  };
}

function playPart(context: AudioContext, heard: Heard, start: number): void {
  const { lines, area } = heard;
  for (const { at, pitch } of markTones(heard)) {
    const tone = new OscillatorNode(context, { type: "square", frequency: pitch });
    tone.connect(new GainNode(context, { gain: LOUDNESS })).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + MARK);
  }
  for (const [index, { vertices }] of lines.slice(-2).entries()) {
    if (vertices.length === 0) continue;
    const tone = new OscillatorNode(context, { type: index === 0 ? "sine" : "triangle" });
    const volume = new GainNode(context, { gain: 0 });
    tone
      .connect(volume)
      .connect(new StereoPannerNode(context, { pan: index === 0 ? -0.8 : 0.8 }))
      .connect(context.destination);
    tone.frequency.setValueCurveAtTime(pitchesOf(vertices, area, SECONDS * STEPS_A_SECOND), start, SECONDS);
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + FADE);
    volume.gain.setValueAtTime(LOUDNESS, start + SECONDS - FADE);
    volume.gain.linearRampToValueAtTime(0, start + SECONDS);
    tone.start(start);
    tone.stop(start + SECONDS);
  }
}
