// Several lists of layers as one: which layer of each stands for the same thing. One more layer in the middle
// then is one difference, not a dozen.

/** A place in the joint list: for each list the index of the layer that it has there. */
export type Slot = readonly (number | undefined)[];

/**
 * What two layers that are joined count for: equal ones more, so that of two layers of a type the one that
 * stayed is found.
 */
const [EQUAL, SAME_TYPE] = [3, 2];

/**
 * Joins lists one after the other, each in its own order, such that what is joined counts for the most: a
 * longest common subsequence by types, in which equal layers weigh more.
 */
export function alignLayers(lists: readonly (readonly { readonly type: string }[])[]): Slot[] {
  const texts = lists.map((list) => list.map((layer) => JSON.stringify(layer)));
  /** What a layer of a list counts for where it joins a layer of another. */
  const likeness = (list: number, at: number, other: number, otherAt: number): number => {
    if (lists[list]![at]!.type !== lists[other]![otherAt]!.type) return 0;
    return texts[list]![at] === texts[other]![otherAt] ? EQUAL : SAME_TYPE;
  };
  let joint: Slot[] = [];
  for (const [own, list] of lists.entries()) {
    const slots = joint;
    const weight = (slot: number, at: number): number =>
      Math.max(...slots[slot]!.map((index, other) => (index === undefined ? 0 : likeness(other, index, own, at))));
    joint = merged(slots, list.length, heaviest(slots.length, list.length, weight), own);
  }
  return joint;
}

type Pair = readonly [number, number];

/** Pairs that are compared at most: beyond that networks are so long that nobody looks at each difference. */
const MOST = 2 ** 22;

/**
 * Pairs of ascending indices with the greatest sum of weights; a weight of 0 joins nothing. By dynamic
 * programming from the end. Of very long lists only what stands at the same place is joined.
 */
function heaviest(slots: number, layers: number, weight: (slot: number, layer: number) => number): Pair[] {
  if (slots * layers > MOST) {
    const places = Array.from({ length: Math.min(slots, layers) }, (_, place): Pair => [place, place]);
    return places.filter(([slot, layer]) => weight(slot, layer) > 0);
  }
  const best = Array.from({ length: slots + 1 }, () => new Uint32Array(layers + 1));
  const own = Array.from({ length: slots }, (_, slot) => Array.from({ length: layers }, (__, layer) => weight(slot, layer)));
  for (let slot = slots - 1; slot >= 0; slot--) {
    for (let layer = layers - 1; layer >= 0; layer--) {
      const joined = best[slot + 1]![layer + 1]! + own[slot]![layer]!;
      best[slot]![layer] = Math.max(joined, best[slot + 1]![layer]!, best[slot]![layer + 1]!);
    }
  }
  const pairs: Pair[] = [];
  for (let slot = 0, layer = 0; slot < slots && layer < layers;) {
    const joins = own[slot]![layer]! > 0 && best[slot]![layer] === best[slot + 1]![layer + 1]! + own[slot]![layer]!;
    if (joins) pairs.push([slot++, layer++]);
    else if (best[slot]![layer] === best[slot + 1]![layer]) slot++;
    else layer++;
  }
  return pairs;
}

/** The joint list with one list more: what only one of both has comes between the pairs. */
function merged(slots: readonly Slot[], layers: number, pairs: readonly Pair[], own: number): Slot[] {
  const joint: Slot[] = [];
  const none: Slot = Array.from({ length: own }, () => undefined);
  let [slot, layer] = [0, 0];
  for (const [nextSlot, nextLayer] of [...pairs, [slots.length, layers] as const]) {
    while (slot < nextSlot) joint.push([...slots[slot++]!, undefined]);
    while (layer < nextLayer) joint.push([...none, layer++]);
    if (slot < slots.length && layer < layers) joint.push([...slots[slot++]!, layer++]);
  }
  return joint;
}
