/** The names of icons, of all `names`, that stand in code as texts or attributes. */
export function iconsIn(code: string, names: readonly string[]): string[];
