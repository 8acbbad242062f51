// A formula as MathML. Temml makes elements and sets their styles one by one, which the page's policy allows;
// a style attribute in markup it would not.

import temml from "temml";

/** @param tex what cannot be read is shown as it is written, in the colour of errors */
export function formulaElement(tex: string, isBlock: boolean): Element {
  const math = document.createElement("span");
  math.className = isBlock ? "formula block" : "formula";
  // Who reads the formula aloud gets MathML, who copies it TeX.
  temml.render(tex, math, { displayMode: isBlock, throwOnError: false, trust: false, annotate: true });
  return math;
}
