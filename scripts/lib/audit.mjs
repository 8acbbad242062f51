// What `npm audit --json` says of the libraries that are shipped, in a sentence.

/**
 * @param text what npm printed
 * @returns whether a release has to wait, and why, or why nothing is known
 */
export function auditOf(text) {
  let answer;
  try {
    answer = JSON.parse(text.slice(text.indexOf("{")));
  } catch {
    answer = {};
  }
  const found = answer.metadata?.vulnerabilities?.total;
  if (found === undefined) {
    const reason = answer.message ?? answer.error?.summary;
    const why = reason ? ` (${reason})` : "";
    return { isBlocking: false, sentence: `The registry did not answer npm audit${why}: known vulnerabilities were not looked up.` };
  }
  if (found === 0) return { isBlocking: false, sentence: "No library that is shipped has a known vulnerability." };
  const names = Object.keys(answer.vulnerabilities ?? {}).join(", ");
  return { isBlocking: true, sentence: `Libraries that are shipped have known vulnerabilities: ${names}. See npm audit --omit=dev.` };
}
