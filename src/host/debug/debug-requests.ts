// What the protocol says of breakpoints and exceptions, as values, and what this debugger can do.

import type { DebugProtocol } from "@vscode/debugprotocol";
import { message } from "../../model/message.ts";
import type { BreakpointLine, BreakpointLines } from "../../session/debug/breakpoint-lines.ts";
import type { Breakpoint } from "../../session/debug/breakpoints.ts";
import type { ExceptionFilter } from "../../session/debug/exception-watch.ts";
import { exceptionKinds } from "../../session/debug/exceptions.ts";
import { say } from "../text.ts";

export function capabilities(): DebugProtocol.Capabilities {
  return {
    supportsConfigurationDoneRequest: true,
    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsLogPoints: true,
    supportsExceptionFilterOptions: true,
    supportsExceptionInfoRequest: true,
    supportsStepBack: true,
    supportsCompletionsRequest: true,
    completionTriggerCharacters: [".", "["],
    supportsEvaluateForHovers: false,
    supportsClipboardContext: true,
    supportsTerminateRequest: true,
    exceptionBreakpointFilters: exceptionKinds.map(({ name, label, about, condition, isDefault }) => ({
      filter: name,
      label: say(label),
      description: say(about),
      default: isDefault,
      supportsCondition: true,
      conditionDescription: say(
        condition
          ? message("Condition instead of {0}", condition)
          : message("Condition instead of the end of the run, as in {0}", "loss > 100"),
      ),
    })),
  };
}

/**
 * A breakpoint that was asked for: where it comes to stand, and what it is there; nothing if nothing is.
 */
export interface FoundBreakpoint extends BreakpointLine {
  readonly breakpoint?: Breakpoint;
}

let ids = 0;

export function breakpointsOf(asked: readonly DebugProtocol.SourceBreakpoint[], lines: BreakpointLines): readonly FoundBreakpoint[] {
  return asked.map(({ line, column, condition, hitCondition, logMessage }) => {
    const place = lines.placeAt(line, column);
    if (place === undefined) return { line };
    const own = {
      ...(condition === undefined ? {} : { condition }),
      ...(hitCondition === undefined ? {} : { hitCondition }),
      ...(logMessage === undefined ? {} : { logMessage }),
    };
    return { ...(lines.lineOf(place) ?? { line }), breakpoint: { id: ++ids, place, ...own } };
  });
}

export function exceptionsOf({ filters, filterOptions = [] }: DebugProtocol.SetExceptionBreakpointsArguments): readonly ExceptionFilter[] {
  const asked = [...filters.map((filterId) => ({ filterId, condition: undefined })), ...filterOptions];
  return asked.flatMap(({ filterId, condition }) => {
    const kind = exceptionKinds.find(({ name }) => name === filterId);
    return kind ? [{ name: kind.name, ...(condition === undefined ? {} : { condition }) }] : [];
  });
}
