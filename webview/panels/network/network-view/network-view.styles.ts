// A quiet head, which tells of what is pointed at, and the picture in all the room that is left.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";
import { tableStyles } from "../../../shared/styles/table.ts";
import { shapeStyles } from "./shape.styles.ts";

export const networkViewStyles = [
  baseStyles,
  tableStyles,
  shapeStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      height: 100%;
      min-height: 0;
    }
    .head {
      align-items: center;
      display: flex;
      flex: none;
      gap: 8px;
      justify-content: space-between;
      padding: 0 8px 0 12px;
      position: relative;
    }
    .legend {
      align-items: center;
      display: flex;
      gap: 16px;
      min-width: 0;
    }
    .scale {
      align-items: center;
      display: flex;
      gap: 8px;
      white-space: nowrap;
    }
    .ramp {
      background: linear-gradient(to right, var(--negative), var(--background), var(--positive));
      border: 1px solid var(--vscode-panel-border);
      height: 8px;
      width: 64px;
    }
    .buttons {
      align-items: center;
      display: flex;
      flex: none;
      gap: 4px;
      margin-inline-start: auto;
    }
    .divider {
      background: var(--vscode-panel-border);
      height: 16px;
      margin: 0 4px;
      width: 1px;
    }
    .table table + table {
      margin-top: 16px;
    }
    .stage {
      cursor: grab;
      flex: 1;
      min-height: 0;
      outline-offset: -2px;
      overflow: hidden;
      position: relative;
      touch-action: none;
      user-select: none;
    }
    .stage.pointing {
      cursor: pointer;
    }
    .stage.moving {
      cursor: grabbing;
    }
    svg {
      display: block;
      font-family: var(--vscode-font-family);
      height: 100%;
      inset: 0;
      position: absolute;
      width: 100%;
    }
    .probes {
      height: 0;
      width: 0;
    }
    .readout {
      font-variant-numeric: tabular-nums;
    }
    .table {
      flex: 1;
      min-height: 0;
      overflow: auto;
    }
    .table table {
      max-width: 640px;
    }
    .empty {
      align-items: center;
      display: flex;
      flex-direction: column;
      gap: 8px;
      padding: 24px 12px;
    }
    @media (max-width: 599px) {
      .scale .code,
      .divider {
        display: none;
      }
      /* There is no room beside the buttons. */
      .readout {
        background: var(--vscode-editorHoverWidget-background, var(--vscode-editorWidget-background));
        border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-editorWidget-border, var(--vscode-contrastBorder)));
        border-radius: 4px;
        inset-inline: 8px;
        padding: 4px 8px;
        position: absolute;
        top: 100%;
        z-index: 1;
      }
    }
  `,
];
