// What is used of `gifenc`, which comes without types.

declare module "gifenc" {
  type Palette = readonly (readonly number[])[];

  /** @param rgba four numbers a pixel @param most colours */
  export function quantize(rgba: Uint8ClampedArray | Uint8Array, most: number): Palette;
  /** The index of the nearest colour of each pixel. */
  export function applyPalette(rgba: Uint8ClampedArray | Uint8Array, palette: Palette): Uint8Array;
  export function GIFEncoder(): {
    /** @param options `delay` in milliseconds */
    writeFrame(index: Uint8Array, width: number, height: number, options: { readonly palette: Palette; readonly delay: number }): void;
    finish(): void;
    bytes(): Uint8Array;
  };
}
