// What the worker would say of three CSVs. The numbers of `binary` and `iris` are those of the samples.

import type { ColumnSummary, DataSummary, Preprocessing } from "../../src/data/types.ts";

const dialect = { encoding: "utf-8", delimiter: ",", decimal: ".", header: true } as const;

/** The fake host fills it in. */
const profile = {};

function numbers(name: string, distinct: number, values: readonly string[], missing = 0): ColumnSummary {
  return { name, kind: "number", role: "feature", distinct, missing, values, profile };
}

/** How the columns would be encoded: present, as the worker says it of data without an error. */
export function fitted({ columns, targets, classes }: DataSummary): Preprocessing {
  const features = columns.filter(({ role }) => role === "feature");
  return {
    features: features.map(({ name, kind, values }) =>
      kind === "category" ? { column: name, kind, encode: "one-hot", categories: values } : { column: name, kind, encode: "value" },
    ),
    target: { columns: targets, kind: classes ? "category" : "number", ...(classes ? { classes } : {}) },
  };
}

export const binaryData: DataSummary = {
  files: ["binary.csv"],
  dialect,
  rows: 1000,
  dropped: { missingTarget: 0, missingFeature: 0 },
  inputs: ["x", "y", "z"],
  targets: ["pass"],
  classes: ["False", "True"],
  columns: [
    numbers("x", 101, ["0", "1", "2", "3", "4", "5", "6"]),
    numbers("y", 101, ["0", "1", "2", "3", "4", "5", "6"]),
    numbers("z", 101, ["0", "1", "2", "3", "4", "5", "6"]),
    { name: "pass", kind: "boolean", role: "target", distinct: 2, missing: 0, values: ["False", "True"], profile },
  ],
  split: { train: 800, validation: 100, test: 100 },
  problems: [],
};

export const xorData: DataSummary = {
  files: ["xor.csv"],
  dialect,
  rows: 4,
  dropped: { missingTarget: 0, missingFeature: 0 },
  inputs: ["x1", "x2"],
  targets: ["y"],
  classes: ["False", "True"],
  columns: [
    { name: "x1", kind: "boolean", role: "feature", distinct: 2, missing: 0, values: ["False", "True"], profile },
    { name: "x2", kind: "boolean", role: "feature", distinct: 2, missing: 0, values: ["False", "True"], profile },
    { name: "y", kind: "boolean", role: "target", distinct: 2, missing: 0, values: ["False", "True"], profile },
  ],
  split: { train: 4, validation: 0, test: 0 },
  problems: [],
};

export const irisData: DataSummary = {
  files: ["iris.csv"],
  dialect,
  rows: 150,
  dropped: { missingTarget: 0, missingFeature: 0 },
  inputs: ["sepal_length", "sepal_width", "petal_length", "petal_width"],
  targets: ["species"],
  classes: ["setosa", "versicolor", "virginica"],
  columns: [
    numbers("sepal_length", 35, ["4.3", "4.4", "4.5", "4.6", "4.7", "4.8"]),
    numbers("sepal_width", 23, ["2.0", "2.2", "2.3", "2.4", "2.5", "2.6"]),
    numbers("petal_length", 43, ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"]),
    numbers("petal_width", 22, ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6"]),
    { name: "species", kind: "category", role: "target", distinct: 3, missing: 0, values: ["setosa", "versicolor", "virginica"], profile },
  ],
  split: { train: 120, validation: 15, test: 15 },
  problems: [],
};

export const titanicData: DataSummary = {
  files: ["titanic.csv"],
  dialect,
  rows: 891,
  dropped: { missingTarget: 0, missingFeature: 177 },
  inputs: ["Pclass", "Sex = female", "Sex = male", "Age", "SibSp", "Parch", "Fare", "Embarked = C", "Embarked = Q", "Embarked = S"],
  targets: ["Survived"],
  classes: ["0", "1"],
  columns: [
    { name: "Survived", kind: "number", role: "target", distinct: 2, missing: 0, values: ["0", "1"], profile },
    numbers("Pclass", 3, ["1", "2", "3"]),
    {
      name: "Name",
      kind: "category",
      role: "ignored",
      distinct: 891,
      missing: 0,
      values: ["Abbing, Mr. Anthony", "Abbott, Mr. Rossmore"],
      profile,
    },
    { name: "Sex", kind: "category", role: "feature", distinct: 2, missing: 0, values: ["female", "male"], profile },
    numbers("Age", 88, ["0.42", "0.67", "0.75", "0.83", "0.92", "1"], 177),
    numbers("SibSp", 7, ["0", "1", "2", "3", "4", "5", "8"]),
    numbers("Parch", 7, ["0", "1", "2", "3", "4", "5", "6"]),
    { name: "Ticket", kind: "category", role: "ignored", distinct: 681, missing: 0, values: ["110152", "110413", "110465"], profile },
    numbers("Fare", 248, ["0", "4.0125", "5", "6.2375", "6.4375"]),
    { name: "Embarked", kind: "category", role: "feature", distinct: 3, missing: 2, values: ["C", "Q", "S"], profile },
  ],
  split: { train: 571, validation: 71, test: 72 },
  problems: [],
};

/** As large as people have them: a million rows, and columns of every kind. */
export const millionData: DataSummary = {
  files: ["rides.csv"],
  dialect: { encoding: "euc-kr", delimiter: ";", decimal: ",", header: true },
  rows: 1_000_000,
  dropped: { missingTarget: 1_204, missingFeature: 0 },
  inputs: [],
  targets: ["fare"],
  columns: [
    { name: "ride", kind: "number", role: "feature", distinct: 10_001, missing: 0, values: ["1", "2", "3", "4", "5"], profile },
    {
      name: "city",
      kind: "category",
      role: "feature",
      distinct: 4,
      missing: 312,
      values: ["Busan", "Daegu", "Seoul", "서귀포시"],
      profile,
    },
    { name: "shared", kind: "boolean", role: "feature", distinct: 2, missing: 0, values: ["false", "true"], profile },
    ...Array.from({ length: 16 }, (_, index) =>
      numbers(`sensor_${index + 1}`, 10_001, ["0.125", "-3.5", "17.25", "4", "0.0001"], index * 7),
    ),
    { name: "fare", kind: "number", role: "target", distinct: 8_120, missing: 1_204, values: ["3.5", "12", "8.25"], profile },
  ],
  split: { train: 799_036, validation: 99_880, test: 99_880 },
  problems: [],
};

/** More columns than anybody looks at. */
export const wideData: DataSummary = {
  ...millionData,
  files: ["genes.csv"],
  dialect,
  rows: 200,
  dropped: { missingTarget: 0, missingFeature: 0 },
  targets: ["g1"],
  columns: [
    { ...numbers("g1", 180, ["0.1", "0.2", "0.4", "0.8"]), role: "target" },
    ...Array.from({ length: 9_999 }, (_, index) => numbers(`g${index + 2}`, 180, ["0.1", "0.2", "0.4", "0.8"])),
  ],
  split: { train: 160, validation: 20, test: 20 },
};
