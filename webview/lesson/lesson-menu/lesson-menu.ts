// What is done rarely, behind one button: a menu with the keys that menus have.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { steppedIndex } from "../../shared/controllers/keys.ts";
import { baseStyles } from "../../shared/styles/base.ts";
import { t } from "../../shared/text.ts";

export interface MenuEntry {
  readonly title: string;
  readonly act: () => void;
}

@customElement("lesson-menu")
export class LessonMenu extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        position: relative;
      }
      .open {
        border-radius: 5px;
        display: grid;
        height: 24px;
        place-items: center;
        width: 24px;
      }
      .open:hover,
      .open[aria-expanded="true"] {
        background: var(--vscode-toolbar-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      ul {
        background: var(--vscode-menu-background, var(--vscode-editorWidget-background));
        border: 1px solid var(--vscode-menu-border, var(--vscode-widget-border, transparent));
        border-radius: 4px;
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
        color: var(--vscode-menu-foreground, var(--vscode-foreground));
        inset-inline-end: 0;
        padding: 4px;
        position: absolute;
        top: 100%;
        white-space: nowrap;
        z-index: 2;
      }
      [role="menuitem"] {
        border-radius: 4px;
        padding: 4px 12px;
        width: 100%;
      }
      [role="menuitem"]:hover,
      [role="menuitem"]:focus {
        background: var(--vscode-menu-selectionBackground, var(--vscode-list-hoverBackground));
        color: var(--vscode-menu-selectionForeground, var(--vscode-foreground));
        outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
        outline-offset: -1px;
      }
    `,
  ];

  @property({ attribute: false }) entries: readonly MenuEntry[] = [];
  @state() private isOpen = false;

  constructor() {
    super();
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.contains(relatedTarget))) this.isOpen = false;
    });
  }

  override render() {
    const label = t("More actions…");
    return html`<button
        class="open"
        aria-label=${label}
        title=${label}
        aria-haspopup="menu"
        aria-expanded=${this.isOpen ? "true" : "false"}
        @click=${() => void this.toggle()}
      >
        <vscode-icon name="ellipsis"></vscode-icon>
      </button>
      ${
        this.isOpen
          ? html`<ul role="menu" aria-label=${label} @keydown=${(event: KeyboardEvent) => this.key(event)}>
              ${this.entries.map(
                (entry) =>
                  html`<li role="none">
                    <button role="menuitem" tabindex="-1" @click=${() => this.choose(entry)}>${entry.title}</button>
                  </li>`,
              )}
            </ul>`
          : nothing
      }`;
  }

  private async toggle(): Promise<void> {
    this.isOpen = !this.isOpen;
    await this.updateComplete;
    this.items[0]?.focus();
  }

  private choose({ act }: MenuEntry): void {
    this.close();
    act();
  }

  private close(): void {
    this.isOpen = false;
    this.renderRoot.querySelector<HTMLElement>(".open")?.focus();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
      return;
    }
    const { items } = this;
    const index = steppedIndex(event, items.indexOf(this.renderRoot.querySelector(":focus")!), items.length);
    if (index === undefined) return;
    event.preventDefault();
    items[index]?.focus();
  }

  private get items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("[role=menuitem]")];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lesson-menu": LessonMenu;
  }
}
