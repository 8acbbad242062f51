// The debugger in a real VS Code: sessions that VS Code starts, driven by the Debug Adapter Protocol, and
// breakpoints as VS Code keeps them.

import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import * as vscode from "vscode";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { binaryDocument, Folder, listen, openInBuilder, test, until } from "./workbench.ts";

type Event = DebugProtocol.Event & { readonly body?: Record<string, unknown> };
type Answer = DebugProtocol.SetBreakpointsResponse;

const usual = [{ type: "Linear", out_features: 4 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }];

/** A debug session, and all that it told VS Code. */
class Debugged {
  readonly session: vscode.DebugSession;
  readonly #events: readonly Event[];
  /** What the adapter said of breakpoints, each time. */
  readonly verdicts: readonly (readonly DebugProtocol.Breakpoint[])[];

  private constructor(session: vscode.DebugSession, events: readonly Event[], verdicts: Debugged["verdicts"]) {
    this.session = session;
    this.#events = events;
    this.verdicts = verdicts;
  }

  /** Starts as the command does, with these settings besides. */
  static async start({ document }: DocumentSession, more: object = {}): Promise<Debugged> {
    const events: Event[] = [];
    const verdicts: (readonly DebugProtocol.Breakpoint[])[] = [];
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory("perceptron", {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (said: Event | Answer) => {
          if (said.type === "event") events.push(said as Event);
          else if ((said as Answer).command === "setBreakpoints") verdicts.push((said as Answer).body.breakpoints);
        },
      }),
    });
    const started = new Promise<vscode.DebugSession>((resolve) => {
      const listening = vscode.debug.onDidStartDebugSession((session) => {
        listening.dispose();
        resolve(session);
      });
    });
    const configuration = { type: "perceptron", request: "launch", name: "test", program: document.uri.fsPath, ...more };
    assert.equal(await vscode.debug.startDebugging(undefined, configuration), true);
    const session = await started;
    tracker.dispose();
    const debugged = new Debugged(session, events, verdicts);
    await until("it stops for the first time", () => debugged.#stops.length > 0 || debugged.hasEnded);
    return debugged;
  }

  get #stops(): readonly Event[] {
    return this.#events.filter(({ event }) => event === "stopped");
  }

  get hasEnded(): boolean {
    return this.#events.some(({ event }) => event === "terminated");
  }

  /** Why it stopped last. */
  get reason(): unknown {
    return this.#stops.at(-1)?.body?.["reason"];
  }

  get description(): unknown {
    return this.#stops.at(-1)?.body?.["description"];
  }

  get output(): string {
    return this.#events.map(({ event, body }) => (event === "output" ? String(body?.["output"]) : "")).join("");
  }

  async ask<T>(command: string, args: object = {}): Promise<T> {
    return (await this.session.customRequest(command, { threadId: 1, ...args })) as T;
  }

  /** Goes on by a request, and waits until it stops again or ends. */
  async go(command: "next" | "stepIn" | "stepOut" | "stepBack" | "continue" | "reverseContinue"): Promise<string> {
    const before = this.#stops.length;
    await this.ask(command);
    await until(`it stops after ${command}`, () => this.#stops.length > before || this.hasEnded);
    return this.hasEnded ? "ended" : this.where();
  }

  async frames(): Promise<DebugProtocol.StackFrame[]> {
    return (await this.ask<DebugProtocol.StackTraceResponse["body"]>("stackTrace")).stackFrames;
  }

  /** The call stack from the outside, without the run. */
  async where(): Promise<string> {
    const frames = await this.frames();
    return frames
      .slice(0, -1)
      .toReversed()
      .map(({ name }) => name)
      .join(" → ");
  }

  async value(expression: string): Promise<string> {
    return (await this.ask<DebugProtocol.EvaluateResponse["body"]>("evaluate", { expression, context: "watch" })).result;
  }

  async opened(variablesReference: number, more: object = {}): Promise<DebugProtocol.Variable[]> {
    return (await this.ask<DebugProtocol.VariablesResponse["body"]>("variables", { variablesReference, ...more })).variables;
  }

  /** The variables of the innermost frame, scope by scope. */
  async variables(): Promise<DebugProtocol.Variable[]> {
    const { scopes } = await this.ask<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId: 1 });
    return (await Promise.all(scopes.map((scope) => this.opened(scope.variablesReference)))).flat();
  }

  /** Every number of a tensor, with as many digits as bring it back. */
  async numbers(expression: string): Promise<string[]> {
    const { variablesReference } = await this.ask<DebugProtocol.EvaluateResponse["body"]>("evaluate", { expression });
    const rows = await this.opened(variablesReference, { filter: "indexed" });
    const inner = await Promise.all(
      rows.map(async (row) => (row.variablesReference === 0 ? [row] : this.opened(row.variablesReference, { filter: "indexed" }))),
    );
    return inner.flat().map(({ value }) => value);
  }

  async end(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      const listening = vscode.debug.onDidTerminateDebugSession(() => {
        listening.dispose();
        resolve();
      });
    });
    await vscode.debug.stopDebugging(this.session);
    await ended;
  }
}

async function opened(training: object = {}, layers: readonly object[] = usual): Promise<DocumentSession> {
  const folder = new Folder();
  folder.sample("binary.csv");
  vscode.debug.removeBreakpoints([...vscode.debug.breakpoints]);
  return openInBuilder(folder.write("net.perceptron", binaryDocument({ layers, training: { epochs: 3, ...training } })));
}

/** Sets a breakpoint on the line where a layer begins. */
function breakAt({ document }: DocumentSession, type: string, more: { condition?: string; hit?: string; log?: string } = {}): void {
  const position = document.positionAt(document.getText().indexOf(`"${type}"`)).with({ character: 0 });
  const at = new vscode.Location(document.uri, position);
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(at, true, more.condition, more.hit, more.log)]);
}

const stopped = (session: DocumentSession): unknown => session.state.debug?.stopped;

test("a session steps by layer, batch and epoch and back, with a call stack that says where, and the same bits", async () => {
  const session = await opened();
  const debugged = await Debugged.start(session);
  assert.equal(debugged.description, "Paused before the first batch");
  assert.equal(await debugged.where(), "epoch 1 of 3 → batch 1 of 25 → layer 1 (Linear) → forward");
  assert.deepEqual(stopped(session), { pass: "forward", layer: 0 });
  const [innermost] = await debugged.frames();
  assert.equal(session.document.lineAt((innermost?.line ?? 0) - 1).text.includes('"Linear"'), true);
  const way: string[] = [];
  for (let count = 0; count < 9; count++) way.push((await debugged.go("stepIn")).split(" → ").slice(2).join(" "));
  const there = ["layer 2 (ReLU) forward", "layer 3 (Linear) forward", "layer 4 (Sigmoid) forward", "loss"];
  const back = ["layer 4 (Sigmoid) backward", "layer 3 (Linear) backward", "layer 2 (ReLU) backward", "layer 1 (Linear) backward"];
  assert.deepEqual(way, [...there, ...back, "update of the weights"]);
  assert.match(await debugged.go("next"), /batch 2 of 25 → layer 1 \(Linear\) → forward/);
  const bits = async () =>
    Promise.all(["layers[0].weight", "layers[2].weight.grad", "layers[0].bias.after", "layer.output"].map((one) => debugged.numbers(one)));
  const before = await bits();
  assert.ok(before[0]!.length > 4);
  assert.match(await debugged.go("next"), /batch 3 of/);
  assert.notDeepEqual(await bits(), before);
  assert.match(await debugged.go("stepBack"), /batch 2 of 25 → layer 1 \(Linear\) → forward/);
  assert.deepEqual(await bits(), before);
  assert.match(await debugged.go("stepOut"), /epoch 2 of 3 → batch 1 of 25/);
  assert.match(await debugged.go("reverseContinue"), /epoch 1 of 3 → batch 1 of 25/);
  await session.edit(session.document.version, { op: "set", path: ["training", "epochs"], value: 9 });
  assert.match(await debugged.go("next"), /epoch 1 of 3 → batch 2 of 25/);
  assert.match(debugged.output, /The document was changed\. This session goes on with the network as it was/);
  await debugged.end();
  await until("the builder no longer shows it", () => stopped(session) === undefined);
});

test("breakpoints stop on their layer, with conditions and counts; a logpoint writes", async () => {
  const session = await opened();
  breakAt(session, "ReLU");
  await until("the builder shows it", () => session.state.debug?.breakpoints.length === 1);
  assert.deepEqual(session.state.debug?.breakpoints, [{ layer: 1, kind: "always", isEnabled: true }]);
  const debugged = await Debugged.start(session);
  assert.equal(debugged.reason, "breakpoint");
  assert.match(await debugged.where(), /batch 1 of 25 → layer 2 \(ReLU\) → forward/);
  assert.match(await debugged.go("continue"), /batch 2 of 25 → layer 2 \(ReLU\) → forward/);
  vscode.debug.removeBreakpoints([...vscode.debug.breakpoints]);
  breakAt(session, "Sigmoid", { condition: "epoch == 2 && batch == 5" });
  breakAt(session, "Linear", { hit: "== 60", log: "loss {loss} at {step}" });
  await until("VS Code has told the adapter", () => debugged.verdicts.at(-1)?.length === 2);
  assert.match(await debugged.go("continue"), /epoch 2 of 3 → batch 5 of 25 → layer 4 \(Sigmoid\) → forward/);
  assert.equal(await debugged.go("continue"), "epoch 3 of 3 → batch 25 of 25 → update of the weights");
  assert.equal(debugged.reason, "end");
  assert.match(debugged.output, /loss 0\.\d+ at 62\n/, "the sixtieth batch after the second");
  assert.equal(await debugged.go("continue"), "ended");
});

test("variables are what was computed there, tensors by pages; watches and the console take expressions", async () => {
  const session = await opened({ batch_size: 200 });
  const debugged = await Debugged.start(session);
  const forward = await debugged.variables();
  assert.deepEqual(
    forward.slice(0, 4).map(({ name }) => name),
    ["input", "output", "weight", "bias"],
  );
  const output = forward[1]!;
  assert.match(output.value, /^\[200, 4\] mean \S+ std \S+/);
  assert.deepEqual([output.type, output.indexedVariables, output.evaluateName], ["Tensor", 200, "layers[0].output"]);
  const page = await debugged.opened(output.variablesReference, { filter: "indexed", start: 100, count: 50 });
  assert.deepEqual([page.length, page[0]?.name, page.at(-1)?.evaluateName], [50, "[100]", "layers[0].output[149]"]);
  for (let count = 0; count < 5; count++) await debugged.go("stepIn");
  const backward = (await debugged.variables()).map(({ name }) => name);
  assert.deepEqual(backward.slice(0, 2), ["grad", "grad_input"]);
  for (let count = 0; count < 4; count++) await debugged.go("stepIn");
  const update = (await debugged.variables()).map(({ name }) => name);
  assert.deepEqual(update.slice(0, 4), ["0.weight", "0.weight.grad", "0.weight.after", "0.weight.state"]);
  assert.ok(Number(await debugged.value("layers[0].weight.grad.norm()")) > 0);
  assert.equal(await debugged.value("batch.rows[3].present"), "true");
  assert.equal(await debugged.value("loss"), (await debugged.variables()).find(({ name }) => name === "loss")?.value);
  await assert.rejects(debugged.value("process.exit()"), /There is no process here/);
  await assert.rejects(debugged.value("loss +"), /ends too early/);
  const { targets } = await debugged.ask<DebugProtocol.CompletionsResponse["body"]>("completions", {
    text: "layers[0].weight.gr",
    column: 20,
  });
  assert.deepEqual(
    targets.map(({ label, length }) => [label, length]),
    [["grad", 2]],
  );
  await debugged.end();
});

test("not a number stops where it begins, and one may go back from there", async () => {
  const session = await opened({ epochs: 100, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 1e30 } }, usual.slice(0, 3));
  const debugged = await Debugged.start(session, { stopOnEntry: false });
  assert.equal(debugged.reason, "exception", debugged.output);
  assert.match(debugged.output, /NaN or infinite/);
  const info = await debugged.ask<DebugProtocol.ExceptionInfoResponse["body"]>("exceptionInfo");
  assert.match(info.description ?? "", /NaN or infinite/);
  const there = await debugged.where();
  assert.match(await debugged.go("reverseContinue"), /batch 1 of/);
  assert.equal(await debugged.go("continue"), there);
  await debugged.end();
});

test("a condition that cannot be asked is not verified; a breakpoint beside the layers neither", async () => {
  const session = await opened();
  const debugged = await Debugged.start(session);
  breakAt(session, "format");
  breakAt(session, "ReLU", { condition: "losss > 1" });
  breakAt(session, "Sigmoid", { condition: "layer.dead >= 0" });
  breakAt(session, "BCELoss");
  await until("VS Code has told the adapter", () => debugged.verdicts.at(-1)?.length === 4);
  const verdicts = debugged.verdicts.at(-1)!.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
  assert.deepEqual(
    verdicts.map(({ verified }) => verified),
    [false, false, true, true],
  );
  assert.match(verdicts[1]?.message ?? "", /There is no losss here/);
  assert.match(await debugged.go("continue"), /batch 1 of 25 → layer 4 \(Sigmoid\) → forward/);
  assert.equal(await debugged.go("continue"), "epoch 1 of 3 → batch 1 of 25 → loss");
  await debugged.end();
});

test("a run of the document goes on untouched", async () => {
  const session = await opened({ epochs: 10_000_000 });
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  const debugged = await Debugged.start(session);
  await debugged.go("next");
  assert.ok(session.run.isActive);
  await debugged.end();
  assert.ok(session.run.isActive);
});

test("breakpoints follow their layer while the builder edits, and go with it", async () => {
  const session = await opened();
  const { document } = session;
  breakAt(session, "ReLU", { condition: "loss > 1" });
  breakAt(session, "Sigmoid");
  await until("both are there", () => session.state.debug?.breakpoints.length === 2);
  const at = (): unknown => session.state.debug?.breakpoints.map(({ layer, kind }) => `${layer} ${kind}`).toSorted();
  const inserted = [
    { op: "insert", at: 0, layer: { type: "Linear", out_features: 8 } },
    { op: "insert", at: 1, layer: { type: "Tanh" } },
  ] as const;
  await session.edit(document.version, { op: "all", edits: inserted });
  await until("they have moved down", () => String(at()) === "3 conditional,5 always");
  await session.edit(document.version, { op: "move", from: 3, to: 1 });
  await until("one has moved up", () => String(at()) === "1 conditional,5 always");
  await session.edit(document.version, { op: "remove", at: 1 });
  await until("one is gone", () => String(at()) === "4 always");
  assert.equal(vscode.debug.breakpoints.length, 1);
  const [left] = vscode.debug.breakpoints;
  assert.ok(left instanceof vscode.SourceBreakpoint);
  assert.match(document.lineAt(left.location.range.start.line).text, /Sigmoid/);
});

test("Debug Training starts on the document in front; what cannot be trained is told instead", async () => {
  const session = await opened();
  const started = new Promise<vscode.DebugSession>((resolve) => {
    const listening = vscode.debug.onDidStartDebugSession((one) => {
      listening.dispose();
      resolve(one);
    });
  });
  await vscode.commands.executeCommand("perceptron.debugTraining");
  const { configuration, type } = await started;
  assert.deepEqual([type, configuration["program"]], ["perceptron", session.document.uri.fsPath]);
  await until("the builder shows where it waits", () => stopped(session) !== undefined);
  await vscode.debug.stopDebugging();
  await until("it has ended", () => vscode.debug.activeDebugSession === undefined);
  // As from the Run view, if nothing names a document.
  await vscode.debug.startDebugging(undefined, { type: "perceptron", request: "launch", name: "" });
  assert.equal(vscode.debug.activeDebugSession?.configuration["program"], session.document.uri.fsPath);
  await vscode.debug.stopDebugging();
  await until("it has ended, too", () => vscode.debug.activeDebugSession === undefined);
  const said = listen();
  const broken = await openInBuilder(new Folder().write("broken.perceptron", binaryDocument()));
  await vscode.commands.executeCommand("perceptron.debugTraining", broken.document.uri);
  assert.match(said.join(), /binary\.csv/);
  assert.equal(vscode.debug.activeDebugSession, undefined);
});
