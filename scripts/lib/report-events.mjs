// Runs inside a test file's own process, as its reporter: sends what the file's tests come to, one by one, to
// the process that started it.

/** The reporter: nothing is printed, so what a test prints itself stays readable. */
// oxlint-disable-next-line import/no-default-export -- Node asks for the default one.
export default async function* reportEvents(events) {
  for await (const { type, data } of events) {
    if (type !== "test:start" && type !== "test:pass" && type !== "test:fail") continue;
    const { name, nesting, skip, details } = data;
    process.send({
      type,
      name,
      nesting,
      skip,
      isSuite: details?.type === "suite",
      ms: details?.duration_ms,
      failure: failureOf(details?.error),
    });
  }
  yield "";
}

/**
 * Why a test failed, in words; undefined if it passed, or if only tests below it failed, which speak for
 * themselves.
 */
function failureOf(error) {
  if (!error || error.failureType === "subtestsFailed") return undefined;
  const { cause } = error;
  return String(cause?.stack ?? cause ?? error.stack);
}
