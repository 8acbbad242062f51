// Three columns above the dock; below 900 pixels the inspector is a drawer, below 600 the palette gives way
// to the "+" between layers.

import { css } from "lit";
import { iconStyles } from "../../shared/icons.ts";
import { baseStyles } from "../../shared/styles/base.ts";
import { pointedStyles } from "../pointing/pointed-outline.ts";

export const builderStyles = [
  baseStyles,
  iconStyles,
  pointedStyles,
  css`
    :host {
      background: var(--vscode-editor-background);
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto auto minmax(0, 1fr) auto;
      height: 100%;
      overflow: hidden;
      position: relative;
    }
    builder-toolbar {
      border-bottom: 1px solid var(--vscode-panel-border);
      grid-row: 1;
    }
    builder-banner {
      grid-column: 1;
      grid-row: 2;
    }
    builder-banner.over {
      /* What is below is out of reach then, so it need not move. */
      align-self: start;
      grid-row: 3;
      z-index: 6;
    }
    main {
      grid-column: 1;
      display: grid;
      grid-row: 3;
      grid-template-columns: 184px minmax(0, 1fr) 320px;
      min-height: 0;
      overflow: hidden;
      position: relative;
    }
    main.dimmed {
      filter: grayscale(1);
      opacity: 0.5;
    }
    layer-palette,
    builder-inspector {
      background: var(--vscode-sideBar-background);
      color: var(--vscode-sideBar-foreground, var(--vscode-foreground));
    }
    layer-palette {
      border-inline-end: 1px solid var(--vscode-sideBar-border, var(--vscode-panel-border));
    }
    builder-inspector {
      border-inline-start: 1px solid var(--vscode-sideBar-border, var(--vscode-panel-border));
    }
    builder-dock {
      grid-row: 4;
    }
    builder-dock.open {
      /* One height for every tab: what is under the pointer stays there. */
      height: min(var(--dock-height, 45vh), 80vh);
    }
    /* All of the pipeline's room too. */
    :host([filled]) main {
      display: none;
    }
    :host([filled]) builder-dock {
      grid-row: 3 / 5;
      height: auto;
    }

    .ghost {
      align-items: center;
      background: var(--vscode-editorWidget-background);
      border: 1px solid var(--vscode-focusBorder);
      border-radius: 4px;
      box-shadow: 0 4px 8px var(--vscode-widget-shadow, transparent);
      display: flex;
      gap: 8px;
      height: 32px;
      left: 0;
      max-width: 320px;
      padding: 0 12px;
      pointer-events: none;
      position: fixed;
      top: 0;
      z-index: 10;
    }
    .ghost vscode-icon {
      margin-left: auto;
    }
    .ghost.going {
      border-color: var(--vscode-editorError-foreground);
      border-style: dashed;
    }
    .csv {
      background: var(--vscode-editor-background);
      border: 2px dashed var(--vscode-focusBorder);
      display: grid;
      inset: 0;
      opacity: 0.9;
      place-items: center;
      pointer-events: none;
      position: absolute;
      z-index: 9;
    }
    .shade {
      display: none;
    }

    @media (max-width: 899px) {
      main {
        grid-template-columns: 168px minmax(0, 1fr);
      }
      builder-inspector {
        box-shadow: 0 0 8px var(--vscode-widget-shadow, transparent);
        inset-block: 0;
        inset-inline-end: 0;
        position: absolute;
        transition:
          transform 120ms ease-out,
          visibility 120ms;
        transform: translateX(100%);
        visibility: hidden;
        width: min(320px, calc(100% - 48px));
        z-index: 4;
      }
      builder-inspector.open {
        transform: none;
        visibility: visible;
      }
      /* The palette stays at hand: its first press adds a layer, and does not only close the drawer. */
      .shade {
        display: block;
        inset-block: 0;
        inset-inline: 168px 0;
        position: absolute;
        z-index: 3;
      }
    }
    @media (max-width: 599px) {
      main {
        grid-template-columns: minmax(0, 1fr);
      }
      layer-palette {
        display: none;
      }
      .shade {
        inset-inline: 0;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      builder-inspector {
        transition: none;
      }
    }
  `,
];
