// The colours of things that stand beside each other, as runs and classes, in their order. A number, a symbol
// or a pattern tells each of them as well; still no two of these look the same to anybody, in any theme.

/** Some themes give orange a third of its opacity, and those of high contrast have none. */
export const ORANGE = "rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1)";

/** Without yellow, which is the orange of high contrast, and red, which looks like orange to some. */
export const seriesColours = [
  "var(--vscode-charts-blue)",
  ORANGE,
  "var(--vscode-charts-green)",
  "var(--vscode-charts-purple)",
  "var(--vscode-foreground)",
] as const;
