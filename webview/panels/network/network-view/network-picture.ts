// A network as a file: SVG text with the theme's colours as they are now and nothing from outside, and the
// same as PNG.

import type { Size } from "./network-layout.ts";
import { type Shape, type Tone, tones } from "./network-drawing.ts";

export type Palette = Readonly<Record<Tone, string>>;

/** Pixels of a PNG per pixel of the picture, and the most it has to a side. */
const DENSITY = 2;
const MOST_PIXELS = 8192;

/** The SVG of shapes on the palette's background. */
export function svgOf(shapes: readonly Shape[], { width, height }: Size, palette: Palette, font: string, title: string): string {
  const colour = (name: string, tone: Tone | undefined): string =>
    tone ? ` ${name}="${palette[tone]}"` : name === "fill" ? ' fill="none"' : "";
  const elements = shapes.map(({ tag, attributes, fill, stroke, text }) => {
    const listed = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
    return `<${tag}${listed.join("")}${colour("fill", fill)}${colour("stroke", stroke)}>${escaped(text ?? "")}</${tag}>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${palette.background}"></rect>`,
    ...elements,
    "</svg>\n",
  ].join("\n");
}

/** The bytes of the same picture as PNG. */
export async function pngOf(svg: string, { width, height }: Size): Promise<Uint8Array> {
  const scale = Math.min(DENSITY, MOST_PIXELS / Math.max(width, height));
  const image = new Image(width, height);
  const loaded = new Promise((resolve, reject) => {
    image.addEventListener("load", resolve);
    image.addEventListener("error", () => reject(new Error("The picture could not be drawn.")));
  });
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await loaded;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return bytesOf(canvas);
}

/** The bytes of a canvas as PNG. */
export async function bytesOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("The picture is too large for this window.");
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * The colours that `.fill-…` elements have in a root, as `#rrggbb`: what a theme mixes or lets through is
 * painted on its background.
 */
export function paletteOf(root: ParentNode): Palette {
  const colour = (tone: Tone): string => {
    const probe = root.querySelector(`.probes .fill-${tone}`);
    return probe ? getComputedStyle(probe).fill : "black";
  };
  const over = paintedOn(colour("background"));
  return Object.fromEntries(tones.map((tone) => [tone, over(colour(tone))])) as Palette;
}

/** From any CSS colour the `#rrggbb` that is seen where it is painted on a background. */
export function paintedOn(background: string): (colour: string) => string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  return (colour) => {
    for (const layer of [background, colour]) {
      context.fillStyle = layer;
      context.fillRect(0, 0, 1, 1);
    }
    return `#${Array.from(context.getImageData(0, 0, 1, 1).data.slice(0, 3), (part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
}

/** Text as it stands in an element or an attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}
