// A lesson on the dev page, over real sessions: its page alone, or beside the builder of its document as in
// VS Code. `?lesson=sample` shows the page, `?lesson=sample&beside` both.

import "../lesson/lesson-page/lesson-page.ts";
import { loadLesson } from "../../src/lessons/load.ts";
import { memoryPorts } from "../../src/protocol/channel.ts";
import { reasonOf } from "../../src/model/problem.ts";
import { BuilderPage } from "../../src/session/builder-page.ts";
import { DocumentFigures } from "../../src/session/figures/document-figures.ts";
import { LessonPage } from "../../src/session/lessons/lesson-page.ts";
import { BuilderClient } from "../builder-client.ts";
import { LessonClient } from "../lesson/lesson-client.ts";
import { layOut } from "../page.ts";
import { LessonStage, type StagedDocument, type Words } from "./lesson-stage.ts";
import { type Call, pagePort } from "./page-port.ts";
import { stageFacets } from "./stage-facets.ts";

/** The files of all lessons, by lesson and name, put here by the build. */
declare const LESSONS: Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a test looks at. */
export interface LessonDev {
  readonly stage: LessonStage;
  readonly client: LessonClient;
  readonly page: LessonPage;
  /** What the page has asked. */
  readonly calls: Call[];
  /** Addresses that were opened, and lessons. */
  readonly opened: string[];
}

/** @param isBeside whether the builder stands beside it */
export async function showLesson(id: string, words: Words, isBeside: boolean): Promise<LessonDev> {
  const files = LESSONS[id] ?? {};
  const encode = new TextEncoder();
  const { loaded, problems } = await loadLesson(id, {
    names: async () => Object.keys(files),
    read: async (name) => (name in files ? encode.encode(files[name]) : undefined),
  });
  if (loaded === undefined) throw new Error(`The lesson ${id} does not work: ${problems.map(({ message }) => message.text).join(" ")}`);
  const kept: unknown = JSON.parse(sessionStorage.getItem(`lesson ${id}`) ?? "null");
  const stage = new LessonStage(loaded, words, kept);
  const witness = { calls: [] as Call[], isDeaf: false };
  const opened: string[] = [];
  const [webviewPort, hostPort] = memoryPorts();
  const page = new LessonPage({
    port: pagePort(hostPort, witness),
    isVisible: true,
    player: () => stage.player,
    words: () => words,
    next: () => ({ id: "xor", title: "XOR" }),
    showBuilder: async (document) => {
      if (isBeside) await showBuilder(document as StagedDocument, stage);
    },
    point: async ({ session }, target) => session.place.wish({ kind: "point", target }),
    explain: async ({ session }, layer) => session.place.wish({ kind: "explain", layer }),
    openLesson: async (lesson) => void opened.push(`lesson:${lesson}`),
    openAddress: async (address) => void opened.push(address),
    confirmsStart: async () => true,
    askFigure: async (...question) => {
      const { session, sources, files: own } = (await stage.player.document()) as StagedDocument;
      const ports = { worker: stage.worker, document: session.state.fileName, sources, encodingHint: () => undefined };
      return new DocumentFigures(session, { ...ports, readWeights: () => own.readWeights() }).askFigure(...question);
    },
    log: (error) => stage.told.push(reasonOf(error)),
  });
  stage.player.onDidChange((state) => {
    page.show(state);
    sessionStorage.setItem(`lesson ${id}`, JSON.stringify(stage.progress ?? null));
  });
  await stage.player.look();
  document.body.classList.add("lesson-dev");
  if (isBeside) await showBuilder((await stage.player.document()) as StagedDocument, stage);
  else document.querySelector("perceptron-builder")?.remove();
  const client = new LessonClient(webviewPort);
  await layOut("lesson-page").start(client);
  return { stage, client, page, calls: witness.calls, opened };
}

const pages: BuilderPage[] = [];

/** Documents with a builder, and the builder that shows one. */
const builders = new WeakMap<StagedDocument, HTMLElement>();

/** Shows the builder of a document in the place of another's. */
async function showBuilder(staged: StagedDocument, stage: LessonStage): Promise<void> {
  const shown = document.querySelector("perceptron-builder");
  if (builders.get(staged) === shown && shown) return;
  const [webviewPort, hostPort] = memoryPorts();
  const { session } = staged;
  const facets = stageFacets(
    {
      session,
      store: staged.runs,
      folder: stage.folder,
      files: staged.files,
      isSlow: false,
      chooseEngine: () => {},
      tell: (act) =>
        act.catch((error: unknown) => {
          stage.told.push(reasonOf(error));
          return undefined;
        }),
    },
    {
      worker: stage.worker,
      document: session.state.fileName,
      stem: session.state.fileName.replace(/\.perceptron$/, ""),
      sources: staged.sources,
      encodingHint: () => undefined,
      readWeights: () => staged.files.readWeights(),
      weightsVersion: async () => stage.folder.version(staged.files.weightName),
      weightBytes: async (name = staged.files.weightName) => stage.folder.read(name),
    },
  );
  const log = (error: unknown): void => void stage.told.push(reasonOf(error));
  // Its page stays: the document is seen by it as long as the lesson is open.
  pages.push(new BuilderPage(session, { port: hostPort, isVisible: true, isActive: false, log }, facets));
  const builder = document.createElement("perceptron-builder");
  builders.set(staged, builder);
  if (shown) shown.replaceWith(builder);
  else document.body.prepend(builder);
  await builder.start(new BuilderClient(webviewPort), { get: () => undefined, set: () => {} });
}
