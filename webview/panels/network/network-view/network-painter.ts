// Shapes as elements of the window's SVG. Elements stay and only what differs is set, so that a network that
// trains is painted again several times a second. Colours come from the style sheet by class; presentation
// attributes are no inline styles, so the page's policy lets them pass.

import type { Shape } from "./network-drawing.ts";

const SVG = "http://www.w3.org/2000/svg";

export class NetworkPainter {
  readonly #group: SVGGElement;
  #shapes: readonly Shape[] = [];

  constructor(group: SVGGElement) {
    this.#group = group;
  }

  get group(): SVGGElement {
    return this.#group;
  }

  paint(shapes: readonly Shape[]): void {
    const before = this.#shapes;
    this.#shapes = shapes;
    while (this.#group.children.length > shapes.length) this.#group.lastElementChild!.remove();
    for (const [index, shape] of shapes.entries()) {
      const old = before[index];
      const known = this.#group.children[index];
      if (known && old?.tag === shape.tag) update(known, shape, old);
      else {
        const made = document.createElementNS(SVG, shape.tag);
        update(made, shape, undefined);
        if (known) known.replaceWith(made);
        else this.#group.append(made);
      }
    }
  }
}

function update(element: Element, shape: Shape, old: Shape | undefined): void {
  for (const [name, value] of Object.entries(shape.attributes)) {
    if (old?.attributes[name] !== value) element.setAttribute(name, String(value));
  }
  for (const name of Object.keys(old?.attributes ?? {})) if (shape.attributes[name] === undefined) element.removeAttribute(name);
  const tones = classesOf(shape);
  if (old === undefined || classesOf(old) !== tones) element.setAttribute("class", tones);
  if (old?.text !== shape.text) element.textContent = shape.text ?? "";
}

function classesOf({ fill, stroke }: Shape): string {
  return [fill ? `fill-${fill}` : "", stroke ? `stroke-${stroke}` : ""].join(" ").trim();
}
