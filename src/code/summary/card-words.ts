// What a model card says, in both languages.

import type { Language } from "../exporter.ts";

type Kind = "number" | "boolean" | "category";

export interface CardWords {
  readonly about: (targets: string, kind: string, inputs: number, parameters: string) => string;
  readonly number: string;
  readonly classes: (names: string) => string;
  readonly use: string;
  readonly uses: (targets: string) => string;
  readonly data: string;
  readonly rows: (files: string, rows: string, dropped: string) => string;
  readonly columns: readonly [string, string, string, string];
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly target: string;
  readonly feature: string;
  readonly split: (train: string, validation: string, test: string, seed: string) => string;
  readonly network: string;
  readonly training: string;
  readonly setting: string;
  readonly value: string;
  readonly loss: string;
  readonly optimizer: string;
  readonly scheduler: string;
  readonly epochs: string;
  readonly batch: string;
  readonly metrics: string;
  readonly metric: string;
  readonly onTest: string;
  readonly unknown: string;
  readonly limits: string;
  readonly noTest: string;
  readonly ranges: (ranges: string) => string;
  readonly categories: (columns: string) => string;
  readonly missing: string;
  readonly people: string;
}

const en: CardWords = {
  about: (targets, kind, inputs, parameters) =>
    `A network of dense layers that predicts ${targets} (${kind}). It takes ${inputs} inputs and has ${parameters} parameters.`,
  number: "a number",
  classes: (names) => (names === "" ? "yes or no" : `one of: ${names}`),
  use: "Intended use",
  uses: (targets) =>
    `It predicts ${targets} of rows that come from the same source as the training data. Say here who uses it, and for what.`,
  data: "Data",
  rows: (files, rows, dropped) => `${files}: ${rows} rows, of which ${dropped} were left out because a value is missing.`,
  columns: ["Column", "Kind", "Role", "Missing"],
  kinds: { number: "number", boolean: "true or false", category: "category" },
  target: "target",
  feature: "feature",
  split: (train, validation, test, seed) =>
    `Split at random with seed ${seed}: ${train} rows for training, ${validation} for validation, ${test} for the test.`,
  network: "Network",
  training: "Training",
  setting: "Setting",
  value: "Value",
  loss: "Loss",
  optimizer: "Optimizer",
  scheduler: "Scheduler",
  epochs: "Epochs, at most",
  batch: "Batch size",
  metrics: "Metrics",
  metric: "Metric",
  onTest: "On the test rows, which training did not see:",
  unknown: "Not measured: this card was written without weights that were trained on these rows.",
  limits: "Limits",
  noTest: "There are no test rows, so nothing is known about new data.",
  ranges: (ranges) => `Outside of the values it has seen it guesses: ${ranges}.`,
  categories: (columns) => `A category that is new is all zeros to it: ${columns}.`,
  missing: "A row without one of its features gets no prediction.",
  people: "Whether it treats groups of people alike was not examined.",
};

const ko: CardWords = {
  about: (targets, kind, inputs, parameters) =>
    `${targets} 열을 예측하는 신경망입니다(${kind}). 완전 연결 층으로 되어 있고, 입력 ${inputs}개를 받으며 매개변수는 ${parameters}개입니다.`,
  number: "숫자",
  classes: (names) => (names === "" ? "예 또는 아니요" : `다음 중 하나: ${names}`),
  use: "용도",
  uses: (targets) => `학습 데이터와 같은 곳에서 나온 행의 ${targets} 열을 예측합니다. 누가 무엇에 쓰는지 여기에 적으세요.`,
  data: "데이터",
  rows: (files, rows, dropped) => `${files}: 행 ${rows}개. 그중 ${dropped}개는 결측값이 있어 뺐습니다.`,
  columns: ["열", "종류", "역할", "결측값"],
  kinds: { number: "숫자", boolean: "참/거짓", category: "범주" },
  target: "목표",
  feature: "특성",
  split: (train, validation, test, seed) =>
    `시드 ${seed}로 무작위로 나누었습니다: 학습 행 ${train}개, 검증 행 ${validation}개, 테스트 행 ${test}개.`,
  network: "신경망",
  training: "학습",
  setting: "설정",
  value: "값",
  loss: "손실 함수",
  optimizer: "옵티마이저",
  scheduler: "스케줄러",
  epochs: "최대 에폭",
  batch: "배치 크기",
  metrics: "지표",
  metric: "지표",
  onTest: "학습에서 보지 않은 테스트 행에서:",
  unknown: "측정하지 않았습니다. 이 행들로 학습한 가중치 없이 작성한 카드입니다.",
  limits: "한계",
  noTest: "테스트 행이 없어 새 데이터에서 얼마나 맞는지 알 수 없습니다.",
  ranges: (ranges) => `학습에서 본 범위 밖의 값에서는 어림짐작입니다: ${ranges}.`,
  categories: (columns) => `학습에 없던 범주는 모두 0으로 들어갑니다: ${columns}.`,
  missing: "특성에 결측값이 있는 행은 예측하지 않습니다.",
  people: "사람의 집단마다 똑같이 대하는지는 살펴보지 않았습니다.",
};

export const cardWords: Readonly<Record<Language, CardWords>> = { en, ko };
