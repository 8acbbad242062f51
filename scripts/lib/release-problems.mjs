// What keeps a version from being released.

/**
 * The reasons, each a sentence; none if it can be released.
 * @param changelog the text of CHANGELOG.md, whose newest section comes first
 * @param isClean whether everything is committed
 */
export function problemsOf({ version, changelog, isPreRelease, isClean }) {
  const problems = [];
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (!parts) return [`${version} is no version of the form 1.2.3, which is all the Marketplace takes.`];
  // The Marketplace tells both channels apart by their numbers alone, and suggests this.
  const isOdd = Number(parts[2]) % 2 === 1;
  if (isPreRelease !== isOdd)
    problems.push(`${version}: pre-releases have an odd second number, releases an even one. Change the version in package.json.`);
  const [, newest, date] = /^## (\S+)(?: – (.+))?$/m.exec(changelog) ?? [];
  if (newest !== version) problems.push(`The newest section of CHANGELOG.md is ${newest ?? "missing"}, but the version is ${version}.`);
  else if (!/^\d{4}-\d{2}-\d{2}$/.test(date ?? ""))
    problems.push(`CHANGELOG.md has no date for ${version}. Write "## ${version} – YYYY-MM-DD".`);
  if (!isClean) problems.push("Something is not committed. Commit it, so that the release can be made again.");
  return problems;
}
