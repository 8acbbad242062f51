// The Debug Adapter Protocol over a training under a debugger: each request is one call of it, and each
// answer its values as text. Nothing is stepped or computed here.

import {
  CompletionItem,
  DebugSession,
  ExitedEvent,
  InitializedEvent,
  OutputEvent,
  ProgressEndEvent,
  ProgressStartEvent,
  ProgressUpdateEvent,
  Source,
  StoppedEvent,
  TerminatedEvent,
  Thread,
} from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { message, type Message } from "../../model/message.ts";
import { TextPositions } from "../../model/text-positions.ts";
import { ProblemError, reasonOf } from "../../model/problem.ts";
import type { DebugStop } from "../../protocol/debug-host.ts";
import { BreakpointLines } from "../../session/debug/breakpoint-lines.ts";
import { callStack } from "../../session/debug/call-stack.ts";
import type { Stopped } from "../../session/debug/listener.ts";
import { pathOf, placeOf } from "../../session/debug/stops.ts";
import { TrainingDebugger, type Verdict } from "../../session/debug/training-debugger.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import { nameOf } from "../files.ts";
import { log } from "../log.ts";
import { say } from "../text.ts";
import type { WorkerClient, WorkerFactory } from "../worker-client.ts";
import { breakpointsOf, capabilities, exceptionsOf } from "./debug-requests.ts";
import type { DebugMarks } from "./debug-marks.ts";
import { DebugVariables } from "./debug-variables.ts";
import { programOf, uriOf } from "./program.ts";
import { showBuilder } from "./show-builder.ts";

/** A training is one thread of calculation. */
const THREAD = 1;
/** What its progress is known by. */
const READING = "reading";

export interface LaunchArguments extends DebugProtocol.LaunchRequestArguments {
  /** Waits before the first batch; if nothing is said, only if the document has no breakpoint. */
  readonly stopOnEntry?: boolean;
}

export class PerceptronDebugAdapter extends DebugSession {
  readonly #session: DocumentSession;
  readonly #marks: DebugMarks;
  readonly #worker: WorkerClient;
  readonly #debugger: TrainingDebugger;
  readonly #variables: DebugVariables;
  /** The text of the document when the session began. */
  #text = "";
  #stopsOnEntry: boolean | undefined;
  #exception: Message | undefined;
  #hasBreakpoints = false;
  #isReading = false;

  constructor(session: DocumentSession, startWorker: WorkerFactory, marks: DebugMarks) {
    super();
    this.#session = session;
    this.#marks = marks;
    // One of its own: the builder's Inside panel and runs go on untouched.
    this.#worker = startWorker({ reading: async ({ done, total }) => this.#showReading(done, total) });
    const key = session.document.uri.toString();
    this.#debugger = new TrainingDebugger(this.#worker, key, {
      stopped: (stopped) => this.#stopped(stopped),
      said: (said, at) => this.#say("text" in said ? said.text : say(said.problem), "text" in said ? "console" : "stderr", at),
      ended: () => this.#end(),
    });
    this.#variables = new DebugVariables(this.#worker, key);
  }

  override dispose(): void {
    this.#marks.ended(this.#session);
    this.#worker.dispose();
    super.dispose();
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = capabilities();
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, args: LaunchArguments): void {
    this.#answer(response, async () => {
      this.#stopsOnEntry = args.stopOnEntry;
      const { document } = this.#session;
      const { experiment, errors } = await this.#session.ready();
      if (experiment === undefined) throw errors[0] ? new ProblemError(errors[0]) : new Error("The document cannot be trained.");
      this.#text = document.getText();
      const sources = await sourceReferences(document.uri, experiment.data.file);
      try {
        await this.#debugger.open(experiment, sources, { encodingHint: encodingHint(document.uri) });
      } finally {
        this.#endReading();
      }
      this.sendEvent(new InitializedEvent());
    });
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.#go(response, () => this.#debugger.begin(this.#stopsOnEntry ?? !this.#hasBreakpoints));
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source, breakpoints: asked = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    this.#answer(response, async () => {
      const { document } = this.#session;
      const isOurs = source.path !== undefined && uriOf(source.path).toString() === document.uri.toString();
      const lines = new BreakpointLines(isOurs ? document.getText() : "");
      const found = breakpointsOf(asked, lines);
      const own = found.flatMap(({ breakpoint }) => breakpoint ?? []);
      const verdicts = isOurs ? await this.#debugger.setBreakpoints(own) : [];
      if (isOurs) this.#hasBreakpoints = own.length > 0;
      const breakpoints = found.map(({ breakpoint, line, column }): DebugProtocol.Breakpoint => {
        const verdict = breakpoint && verdicts[own.indexOf(breakpoint)];
        const nowhere = message("Set a breakpoint on a layer, on the loss or on the optimizer.");
        const place = column === undefined ? { line } : { line, column };
        return Object.assign(verdictOf(verdict, nowhere), place, { id: breakpoint?.id ?? 0 });
      });
      response.body = { breakpoints };
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.#answer(response, async () => {
      const verdicts = await this.#debugger.setExceptions(exceptionsOf(args));
      response.body = { breakpoints: verdicts.map((verdict) => verdictOf(verdict)) };
    });
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [new Thread(THREAD, say(message("training")))] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): void {
    this.#answer(response, async () => {
      const places = new TextPositions(this.#session.document.getText());
      const frames = callStack(this.#debugger.step, this.#debugger.stop);
      const stackFrames = frames.map(({ name, path }, index): DebugProtocol.StackFrame => {
        const { line } = places.position(places.range(path).offset);
        return { id: index + 1, name: say(name), source: this.#source, line, column: 1 };
      });
      const end = levels ? startFrame + levels : stackFrames.length;
      response.body = { stackFrames: stackFrames.slice(startFrame, end), totalFrames: stackFrames.length };
    });
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse, { frameId }: DebugProtocol.ScopesArguments): void {
    this.#answer(response, async () => {
      const frame = callStack(this.#debugger.step, this.#debugger.stop)[frameId - 1];
      response.body = { scopes: (frame?.scopes ?? []).map((scope) => this.#variables.scope(scope)) };
    });
  }

  protected override variablesRequest(response: DebugProtocol.VariablesResponse, args: DebugProtocol.VariablesArguments): void {
    this.#answer(response, async () => {
      response.body = { variables: await this.#variables.list(args) };
    });
  }

  protected override evaluateRequest(response: DebugProtocol.EvaluateResponse, { expression }: DebugProtocol.EvaluateArguments): void {
    this.#answer(response, async () => {
      response.body = await this.#variables.evaluate(expression);
    });
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { text, column, line = 1 }: DebugProtocol.CompletionsArguments,
  ): void {
    this.#answer(response, async () => {
      const typed = (text.split("\n")[line - 1] ?? "").slice(0, column - 1);
      const { from, names } = await this.#variables.complete(typed);
      response.body = { targets: names.map((name) => new CompletionItem(name, from, typed.length - from)) };
    });
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    const description = this.#exception && say(this.#exception);
    response.body = { exceptionId: say(message("Training")), breakMode: "always", ...(description ? { description } : {}) };
    this.sendResponse(response);
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    this.#go(response, () => this.#debugger.continue());
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.#go(response, () => this.#debugger.next());
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.#go(response, () => this.#debugger.stepIn());
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.#go(response, () => this.#debugger.stepOut());
  }

  protected override stepBackRequest(response: DebugProtocol.StepBackResponse): void {
    this.#go(response, () => this.#debugger.stepBack());
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.#go(response, () => this.#debugger.reverseContinue());
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.#debugger.pause();
    this.sendResponse(response);
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.sendResponse(response);
    this.#end();
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.#marks.ended(this.#session);
    this.#worker.dispose();
    this.sendResponse(response);
  }

  /** Does what a request asks for, and answers it then; what went wrong is the answer. */
  #answer(response: DebugProtocol.Response, act: () => Promise<void>): void {
    act().then(
      () => this.sendResponse(response),
      (error: unknown) => this.#refuse(response, error),
    );
  }

  /** Answers a request at once, and then goes where it says. */
  #go(response: DebugProtocol.Response, act: () => Promise<void>): void {
    this.sendResponse(response);
    this.#variables.forget();
    this.#exception = undefined;
    this.#marks.left(this.#session);
    act().catch((error: unknown) => {
      log.error(error instanceof Error ? error : String(error));
      this.#say(say(reasonOf(error)), "stderr");
      this.#end();
    });
  }

  #refuse(response: DebugProtocol.Response, error: unknown): void {
    const format = say(reasonOf(error));
    response.success = false;
    response.message = format;
    response.body = { error: { id: 1, format, showUser: response.command === "launch" } };
    this.sendResponse(response);
  }

  #stopped({ reason, breakpoints, said }: Stopped): void {
    const { stop } = this.#debugger;
    this.#variables.at = stop;
    this.#marks.stopped(this.#session, stop);
    // VS Code shows its debug view at a breakpoint only; who starts without one wants to see it as well.
    const event: DebugProtocol.StoppedEvent = new StoppedEvent(reason === "entry" ? "breakpoint" : reason, THREAD);
    event.body.allThreadsStopped = true;
    if (reason === "entry") event.body.description = say(message("Paused before the first batch"));
    if (reason === "end") event.body.description = say(message("Paused at the end of the run"));
    if (breakpoints) event.body.hitBreakpointIds = [...breakpoints];
    if (reason === "exception") this.#exception = said;
    if (said) {
      this.#say(say(said), reason === "exception" ? "stderr" : "console", stop);
      event.body.text = say(said);
    }
    if (this.#text !== this.#session.document.getText()) {
      this.#text = this.#session.document.getText();
      this.#say(
        say(message("The document was changed. This session goes on with the network as it was; restart to debug the new one.")),
        "stderr",
      );
    }
    void showBuilder(this.#session.document).then(() => this.sendEvent(event));
  }

  #end(): void {
    this.#marks.ended(this.#session);
    this.#worker.dispose();
    this.sendEvent(new ExitedEvent(0));
    this.sendEvent(new TerminatedEvent());
  }

  /** A line in the Debug Console, with where it comes from. */
  #say(text: string, category: "console" | "stderr", at?: DebugStop): void {
    const places = at && new TextPositions(this.#session.document.getText());
    const line = places?.position(places.range(pathOf(placeOf(at!))).offset).line;
    const event: DebugProtocol.OutputEvent = new OutputEvent(`${text}\n`, category);
    if (line !== undefined) Object.assign(event.body, { source: this.#source, line });
    this.sendEvent(event);
  }

  /** A large CSV takes a while. */
  #showReading(done: number, total: number): void {
    if (!this.#isReading) this.sendEvent(new ProgressStartEvent(READING, say(message("Reading the data…"))));
    this.#isReading = true;
    const update: DebugProtocol.ProgressUpdateEvent = new ProgressUpdateEvent(READING);
    update.body.percentage = total > 0 ? (100 * done) / total : 0;
    this.sendEvent(update);
  }

  #endReading(): void {
    if (this.#isReading) this.sendEvent(new ProgressEndEvent(READING));
    this.#isReading = false;
  }

  get #source(): DebugProtocol.Source {
    const { uri } = this.#session.document;
    return new Source(nameOf(uri), programOf(uri));
  }
}

function verdictOf(verdict: Verdict | undefined, otherwise?: Message): { verified: boolean; message?: string } {
  if (verdict?.isVerified) return { verified: true };
  const reason = verdict?.reason ?? otherwise;
  return { verified: false, ...(reason ? { message: say(reason) } : {}) };
}
