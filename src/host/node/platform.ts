// A computer or a server: VS Code on the desktop, and its server over SSH, in a container or in a codespace.

import { rm, realpath } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { FileHold } from "../../disk/hold.ts";
import { readFile } from "../../disk/read-file.ts";
import { checkNoLink, createFile, makeOwnFolder, replaceFile } from "../../disk/write-file.ts";
import type { Disk, Platform } from "../platform.ts";
import { DiskStorage } from "./disk-storage.ts";
import { startThread } from "./thread.ts";

const disk: Disk = {
  read: readFile,
  create: createFile,
  replace: replaceFile,
  remove: (path) => rm(path, { force: true }),
  realPath: realpath,
  checkNoLink,
  makeOwnFolder,
  hold: (path) => new FileHold(path),
  runs: (folder) => new DiskStorage(folder),
};

/** @param worker the worker's bundle */
export function nodePlatform(worker: string): Platform {
  return {
    cores: availableParallelism(),
    name: `${process.platform} ${process.arch}`,
    hasProcesses: true,
    disk,
    startThread: () => startThread(worker),
  };
}
