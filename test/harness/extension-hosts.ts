// The extension hosts of a server as the operating system sees them: to kill one, or to wait until it is
// gone.

import { execFileSync } from "node:child_process";

/** The processes of a group that are extension hosts. */
export function extensionHosts(group: number): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,pgid=,args="], { encoding: "utf8" }).split("\n");
  return lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => Number(found?.[2]) === group && found?.[3]?.includes("--type=extensionHost"))
    .map((found) => Number(found?.[1]));
}
