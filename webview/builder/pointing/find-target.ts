// Where a target is on the page, through the shadow roots: elements have their targets' names in
// `data-target`, several with spaces between them.

/** The first element of a target that is laid out; undefined if none is. */
export function findTarget(root: ParentNode, target: string): HTMLElement | undefined {
  const wanted = `[data-target~=${CSS.escape(target)}]`;
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    if (element.matches(wanted) && isSeen(element)) return element;
    const inner = element.shadowRoot && findTarget(element.shadowRoot, target);
    if (inner) return inner;
  }
  return undefined;
}

/** Whether it takes room and is not hidden, wherever it is scrolled to. */
function isSeen(element: HTMLElement): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
}

/** What a person calls it. */
export function nameOfTarget(element: HTMLElement): string {
  const label = element.ariaLabel ?? element.getAttribute("label") ?? element.title;
  const text = label || element.shadowRoot?.querySelector("[aria-label]")?.ariaLabel || element.textContent || "";
  return text.replace(/\s+/g, " ").trim().slice(0, 80);
}
