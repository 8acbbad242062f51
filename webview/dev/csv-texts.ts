// The CSVs of the scenarios that are no samples, the same at each opening: passengers with gaps, rides as a
// Korean program writes them, and a table with more columns than anybody looks at.

/** Numbers from 0 to 1 that look random (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const text = (rows: readonly (readonly (string | number)[])[], delimiter = ","): string =>
  rows.map((row) => `${row.join(delimiter)}\n`).join("");

/**
 * 891 passengers, of whom 177 have no age.
 * @param isSuspicious whether the fare tells who survived, and a column of large numbers stands beside
 */
export function titanicCsv(isSuspicious = false): string {
  const next = chance(7);
  const whole = (below: number): number => Math.floor(next() * below);
  const head = ["Survived", "Pclass", "Name", "Sex", "Age", "SibSp", "Parch", "Ticket", "Fare", "Embarked"];
  const rows = Array.from({ length: 891 }, (_, index) => {
    const [pclass, isFemale] = [1 + whole(3), next() < 0.35];
    const survived = next() < (isFemale ? 0.95 : 0.45) - 0.12 * pclass ? 1 : 0;
    const hasAge = index % 5 !== 2 || index > 885;
    const age = index === 0 ? "0.42" : hasAge ? String(1 + whole(70)) : "";
    const fare = isSuspicious ? (survived ? 60 + whole(400) / 8 : 5 + whole(400) / 8) : (5 + whole(1600) / 8) / pclass;
    return [
      survived,
      pclass,
      `"Doe, ${isFemale ? "Mrs." : "Mr."} ${index + 1}"`,
      isFemale ? "female" : "male",
      age,
      whole(8),
      whole(7),
      `PC ${110_000 + (index < 681 ? index : index - 681)}`,
      fare.toFixed(4),
      // Nobody is left out for the port alone.
      index === 2 || index === 7 ? "" : ["C", "Q", "S"][whole(3)]!,
      ...(isSuspicious ? [2000 + whole(900)] : []),
    ];
  });
  return text([isSuspicious ? [...head, "Steps"] : head, ...rows]);
}

const comma = (value: number): string => value.toFixed(3).replace(".", ",");

/** Rides with semicolons and decimal commas, in EUC-KR. */
export function ridesCsv(): Uint8Array {
  const next = chance(11);
  const cities = ["Busan", "Daegu", "Seoul", "\xbc\xad\xb1\xcd\xc6\xf7\xbd\xc3"];
  const sensors = Array.from({ length: 16 }, (_, index) => `sensor_${index + 1}`);
  const rows = Array.from({ length: 1000 }, (_, index) => {
    const [city, isShared] = [Math.floor(next() * cities.length), next() < 0.4];
    const values = sensors.map(() => next() * 20 - 4);
    const fare = 6 + 2 * city - (isShared ? 3 : 0) + 0.4 * values[0]! + 0.2 * values[1]! + next();
    return [
      index * 3 + 1,
      index % 300 === 9 ? "" : cities[city]!,
      String(isShared),
      ...values.map(comma),
      index % 900 === 40 ? "" : comma(fare),
    ];
  });
  // Each letter of the text is one byte.
  return Uint8Array.from(text([["ride", "city", "shared", ...sensors, "fare"], ...rows], ";"), (letter) => letter.charCodeAt(0));
}

/** Twenty rows of ten thousand columns, the first of which follows from the next two. */
export function genesCsv(): string {
  const next = chance(13);
  const columns = Array.from({ length: 10_000 }, (_, index) => `g${index + 1}`);
  const rows = Array.from({ length: 20 }, () => {
    const values = columns.map(() => Math.round(next() * 80) / 100);
    values[0] = Math.round(50 * (values[1]! + values[2]!)) / 100;
    return values;
  });
  return text([columns, ...rows]);
}

/** Images of 28 × 28 pixels without any meaning, of ten kinds. */
export function digitsCsv(): string {
  const next = chance(17);
  const names = Array.from({ length: 784 }, (_, index) => `p${index}`);
  const rows = Array.from({ length: 400 }, (_, row) => [...names.map(() => Math.round(next() * 255)), `d${row % 10}`]);
  return text([[...names, "digit"], ...rows]);
}
