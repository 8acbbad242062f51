// The outline around what is pointed at. It lies over the page and lets every press through.

import { css } from "lit";

/** Pixels between what is outlined and the outline. */
const ROOM = 3;

/** Lays an outline around an element; at the window's edge where the element reaches beyond it. */
export function layAround(outline: HTMLElement, element: HTMLElement): void {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const [x, y] = [Math.max(1, left - ROOM), Math.max(1, top - ROOM)];
  const { style } = outline;
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${Math.max(0, Math.min(innerWidth - 1, right + ROOM) - x)}px`;
  style.height = `${Math.max(0, Math.min(innerHeight - 1, bottom + ROOM) - y)}px`;
}

export const pointedStyles = css`
  .pointed {
    border: 2px solid var(--vscode-contrastActiveBorder, var(--vscode-focusBorder));
    border-radius: 6px;
    box-sizing: border-box;
    pointer-events: none;
    position: fixed;
    z-index: 20;
  }
  @media (prefers-reduced-motion: no-preference) {
    .pointed {
      animation: pointed 1.2s ease-in-out infinite;
    }
  }
  @keyframes pointed {
    50% {
      box-shadow: 0 0 0 4px color-mix(in srgb, var(--vscode-focusBorder) 30%, transparent);
    }
  }
`;
