/** What an answer of `npm audit --json` means for a release. */
export function auditOf(text: string): { readonly isBlocking: boolean; readonly sentence: string };
