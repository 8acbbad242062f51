// A question as an element asks it: one at a time, told that something else is asked, and asked again after
// the element was away.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReactiveControllerHost } from "lit";
import { Question } from "../../../webview/shared/controllers/question.ts";

interface Asked {
  readonly signal: AbortSignal;
  readonly answer: (value: string) => void;
  readonly refuse: (error: Error) => void;
}

function open() {
  let updates = 0;
  const host: ReactiveControllerHost = {
    addController: () => {},
    removeController: () => {},
    requestUpdate: () => updates++,
    updateComplete: Promise.resolve(true),
  };
  const asked: Asked[] = [];
  const question = new Question<string>(host);
  const ask = (key: string): void => question.ask(key, (signal) => new Promise((answer, refuse) => asked.push({ signal, answer, refuse })));
  return { question, asked, ask, updates: () => updates };
}

async function heard(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

test("what is asked anew cancels what is under way; its refusal is no failure", async () => {
  const { question, asked, ask } = open();
  ask("one");
  ask("one");
  assert.equal(asked.length, 1, "the same is asked once");
  ask("two");
  ask("three");
  assert.deepEqual([asked.length, asked[0]!.signal.aborted], [1, true], "one is open at a time");
  asked[0]!.refuse(new Error("cancelled"));
  await heard();
  assert.deepEqual([asked.length, question.isOpen, question.failure], [2, true, ""], "only the newest is asked");
  asked[1]!.answer("3");
  await heard();
  assert.deepEqual([question.answer, question.isOpen, asked[1]!.signal.aborted], ["3", false, false]);
  ask("four");
  asked[2]!.refuse(new Error("broken"));
  await heard();
  assert.deepEqual([question.answer, question.failure], [undefined, "Error: broken"]);
});

test("an element that goes cancels its question, and asks it again when it comes back", async () => {
  const { question, asked, ask, updates } = open();
  ask("one");
  question.hostDisconnected();
  assert.ok(asked[0]!.signal.aborted);
  asked[0]!.refuse(new Error("cancelled"));
  await heard();
  assert.deepEqual([question.failure, question.isOpen], ["", false]);
  const before = updates();
  question.hostConnected();
  assert.equal(updates(), before + 1);
  ask("one");
  assert.equal(asked.length, 2);
  asked[1]!.answer("1");
  await heard();
  question.hostDisconnected();
  ask("one");
  assert.deepEqual([question.answer, asked.length], ["1", 2], "what is known is not asked again");
});
