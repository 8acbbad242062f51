/** What keeps a version from being released, each a sentence. */
export function problemsOf(release: {
  readonly version: string;
  readonly changelog: string;
  readonly isPreRelease: boolean;
  readonly isClean: boolean;
}): string[];
