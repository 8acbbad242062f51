// Korean particles after what a sentence is filled with: Korean, Latin names, numbers, texts in quotes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { format, message } from "../../../src/model/message.ts";
import { endingOf } from "../../../src/model/particles.ts";

const said = (template: string, ...args: readonly (string | number)[]): string => format(message("key", ...args), { key: template });

test("each particle follows the last sound before it", () => {
  assert.equal(said("{0}은(는)", "손실"), "손실은");
  assert.equal(said("{0}은(는)", "정확도"), "정확도는");
  assert.equal(said("{0}이(가)", "Softmax"), "Softmax가");
  assert.equal(said("{0}을(를)", "Dropout"), "Dropout을");
  assert.equal(said("{0}과(와) {1}", "열", 3), "열과 3");
  assert.equal(said("{0}와(과) {1}", "나무", 3), "나무와 3");
  assert.equal(said("{0}(으)로", 3), "3으로");
  assert.equal(said("{0}(으)로", 2), "2로");
  assert.equal(said("{0}이어(여)야 합니다, {1}이어(여)서", "참", "나무"), "참이어야 합니다, 나무여서");
});

test("ㄹ takes 로 and not 으로, but 은, 이 and 을", () => {
  assert.equal(said("{0}(으)로, {0}을(를)", "서울"), "서울로, 서울을");
  assert.equal(said("{0}(으)로, {0}은(는)", 8), "8로, 8은");
  assert.equal(said("{0}(으)로", "in_features=1"), "in_features=1로");
});

test("quotes and brackets between are not read", () => {
  assert.equal(said('열 "{0}"이(가) 없습니다', "pass"), '열 "pass"가 없습니다');
  assert.equal(said("“{0}”을(를)", "무게"), "“무게”를");
  assert.equal(said("{0}을(를)", "열 (3)"), "열 (3)을");
});

test("numbers are read as Korean reads them", () => {
  const consonants = [0, 3, 6, 10, 100, 1000, "12,000", "0.10", 1e8, "100,000,000,000", "1e-3", 0.06];
  for (const number of consonants) assert.equal(endingOf(String(number)), "consonant", String(number));
  for (const number of [1, 7, 8, 0.01, "1e-8", 21]) assert.equal(endingOf(String(number)), "rieul", String(number));
  for (const number of [2, 4, 5, 9, "0.5", "1e-5", "50 %", "1,000,000,000,000", "12.5"])
    assert.equal(endingOf(String(number)), "vowel", String(number));
});

test("Latin names are read as words or, without a vowel or in a few capitals, letter by letter", () => {
  for (const name of [
    "Adam",
    "BatchNorm",
    "Dropout",
    "min_len",
    "step",
    "target",
    "padding",
    "time",
    "type",
    "data.column",
    "SVM",
    "metric",
  ])
    assert.equal(endingOf(name), "consonant", name);
  for (const name of ["label", "scale", "XML", "lr", "init.val"]) assert.equal(endingOf(name), "rieul", name);
  for (const name of [
    "Linear",
    "ReLU",
    "Sigmoid",
    "Tanh",
    "BCELoss",
    "SGD",
    "batch_size",
    "binary.csv",
    "bias",
    "weight",
    "RMSprop_2",
    "BatchNorm1d",
    "yes",
    "learning_rate",
  ])
    assert.equal(endingOf(name), "vowel", name);
});

test("what nobody can read keeps both forms", () => {
  assert.equal(said("{0}을(를)", "→"), "→을(를)");
  assert.equal(said("{0}은(는)", "名前"), "名前은(는)");
  assert.equal(said("{0}은(는)", ""), "은(는)");
});

test("English and a value that looks like a pair stay as they are", () => {
  assert.equal(format(message("{0} (s) of {1}", 2, "은(는)")), "2 (s) of 은(는)");
});
