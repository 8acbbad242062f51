// Types of vscode-server.mjs, which is plain JavaScript because `npm start` runs it before anything is installed.

export interface StartOptions {
  /** Where the server keeps its data and its extensions; made if it does not exist. */
  readonly folder: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly language?: string;
  readonly vsix?: string;
  readonly driver?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds that an extension host outlives its page. */
  readonly grace?: number;
  /** Whether no folder is trusted. */
  readonly restricted?: boolean;
  /** Words before the server's own. */
  readonly prefix?: readonly string[];
  readonly say?: (text: string) => void;
  readonly onOutput?: (text: string) => void;
}

export interface VSCodeServer {
  readonly url: string;
  readonly port: number;
  /** Of the server, whose process group its extension hosts are in. */
  readonly pid: number;
  readonly authority: string;
  readonly data: string;
  readonly extensions: string;
  output(): string;
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

export const quietSettings: Readonly<Record<string, unknown>>;
export function installServer(say?: (text: string) => void): Promise<{ readonly node: string; readonly main: string }>;
export function installExtension(vsix: string, into: { readonly data: string; readonly extensions: string }): Promise<void>;
export function freePort(): Promise<number>;
export function startServer(options: StartOptions): Promise<VSCodeServer>;
export function workbenchUrl(
  server: Pick<VSCodeServer, "url" | "authority">,
  folder: string,
  options?: { readonly development?: string; readonly tests?: string },
): string;
