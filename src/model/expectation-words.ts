// What an expectation says to people. Apart from its schema, so that evaluating needs no schema library.

import type { Expectation, MetricExpectation } from "./expectations.ts";
import { type Message, message } from "./message.ts";

export function isMetric(expectation: Expectation): expectation is MetricExpectation {
  return "on" in expectation;
}

/** What an expectation says, for lists: its own name, or a sentence of its fields. */
export function expectationTitle(expectation: Expectation): Message {
  if (expectation.name !== undefined) return { text: "{0}", args: [expectation.name] };
  if (isMetric(expectation)) {
    const { on, at_least: least, at_most: most } = expectation;
    const metric = metricName(expectation);
    if (least !== undefined && most !== undefined) return message("{0} on {1} from {2} to {3}", metric, on, least, most);
    return most === undefined
      ? message("{0} on {1} at least {2}", metric, on, least ?? "…")
      : message("{0} on {1} at most {2}", metric, on, most);
  }
  if (expectation.type === "row") {
    const { row, is, within, target: column } = expectation;
    const place = column === undefined ? row : `${row} (${column})`;
    return message("row {0} is {1}", place, within === undefined ? String(is) : `${String(is)} ± ${within}`);
  }
  const { type, with: feature, target: column, class: subject } = expectation;
  const what = subject === undefined ? column : String(subject);
  if (what === undefined) return type === "rises" ? message("rises with {0}", feature) : message("falls with {0}", feature);
  return type === "rises" ? message("{0} rises with {1}", what, feature) : message("{0} falls with {1}", what, feature);
}

/** `f1 (setosa)`: the metric and what it is of. */
export function metricName(expectation: MetricExpectation): string {
  const of = [
    ...("target" in expectation && expectation.target !== undefined ? [expectation.target] : []),
    ...("class" in expectation && expectation.class !== undefined ? [String(expectation.class)] : []),
    ...("average" in expectation && expectation.average === "weighted" ? [expectation.average] : []),
  ];
  return of.length === 0 ? expectation.type : `${expectation.type} (${of.join(", ")})`;
}
