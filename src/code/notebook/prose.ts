// What stands between the cells of a notebook, in both languages. `{0}` and `{1}` are values.

import { inMarkdown } from "../markdown.ts";
import type { Language } from "../exporter.ts";

const english = {
  title: "# {0}\n\nThis notebook trains the network of {0} with PyTorch. Run the cells from top to bottom.",
  settings: "## Settings\n\nHow long it trains, the seed of all random numbers, and where it computes: `cpu`, `cuda` or `mps`.",
  data: "## Data\n\nThe CSV has {0} rows; the network predicts {1}. The columns become numbers, and what is learnt of them, such as a mean, comes from the training rows only.",
  network: "## Network\n\nThe network has {0} layers and takes {1} inputs.",
  learning: "## Training\n\nThe loss is {0}, the optimizer {1}. An epoch is one pass over the training rows.",
  run: "## The run\n\nIt prints the same losses as the builder: the same split, the same first weights and the same batches.",
  curves: "## Curves",
};

export type ProseName = keyof typeof english;

const korean: Readonly<Record<ProseName, string>> = {
  title: "# {0}\n\n이 노트북은 {0}의 신경망을 PyTorch로 학습합니다. 셀을 위에서 아래로 차례로 실행하세요.",
  settings: "## 설정\n\n학습할 에폭 수, 모든 난수의 시드, 계산할 장치(`cpu`, `cuda`, `mps`)입니다.",
  data: "## 데이터\n\nCSV에는 행이 {0}개 있고, 신경망은 {1} 열을 예측합니다. 열은 숫자로 바뀌며, 평균처럼 열에서 구하는 값은 학습 행에서만 구합니다.",
  network: "## 신경망\n\n신경망은 층이 {0}개이고 입력을 {1}개 받습니다.",
  learning: "## 학습\n\n손실 함수는 {0}, 옵티마이저는 {1}입니다. 에폭은 학습 행 전체를 한 번 지나는 것입니다.",
  run: "## 실행\n\n빌더와 같은 손실을 출력합니다. 분할도, 초기 가중치도, 배치도 같습니다.",
  curves: "## 곡선",
};

export function proseOf(name: ProseName, language: Language, values: readonly string[]): string {
  const text: string = (language === "ko" ? korean : english)[name];
  return text.replaceAll(/\{(\d)\}/g, (_, index: string) => inMarkdown(values[Number(index)] ?? ""));
}
