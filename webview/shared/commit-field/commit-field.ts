// A text field whose text counts only when it is committed: Enter or leaving it commits, Escape takes back
// what was typed. What cannot be taken gets a sentence under the field and changes nothing.

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { isUndoOrRedo } from "../controllers/keys.ts";
import type { Parsed } from "../field-values.ts";
import { baseStyles, inputStyles } from "../styles/base.ts";
import { commitFieldStyles } from "./commit-field.styles.ts";

@customElement("commit-field")
export class CommitField extends LitElement {
  static override styles = [baseStyles, inputStyles, commitFieldStyles];
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  /** The committed text. */
  @property() text = "";
  @property() label = "";
  @property() description = "";
  @property() hint = "";
  /** Problems that the document has here. */
  @property({ attribute: false }) problems: readonly string[] = [];
  /** Whether none of them is an error. */
  @property({ type: Boolean }) isMild = false;
  @property({ type: Boolean, reflect: true }) code = false;
  @property({ attribute: false }) parse!: (text: string) => Parsed;
  @property({ attribute: false }) commit!: (value: Extract<Parsed, { value: unknown }>["value"]) => void;
  @state() private draft: string | undefined;
  @state() private error: string | undefined;
  @query("input") private input!: HTMLInputElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Undo, or another field: what was typed no longer belongs to what stands there.
    if (changed.has("text") && changed.get("text") !== undefined) this.forget();
  }

  override render() {
    const sentences = this.error === undefined ? this.problems : [this.error];
    const isMild = this.error === undefined && this.isMild;
    return html`
      <input
        type="text"
        class=${this.code ? "code" : ""}
        spellcheck="false"
        autocomplete="off"
        aria-label=${this.label}
        aria-description=${this.description || nothing}
        aria-invalid=${sentences.length > 0 && !isMild ? "true" : "false"}
        aria-errormessage=${sentences.length > 0 ? "sentences" : nothing}
        placeholder=${this.hint}
        .value=${this.draft ?? this.text}
        @input=${() => (this.draft = this.input.value)}
        @keydown=${(event: KeyboardEvent) => this.key(event)}
        @blur=${() => this.finish()}
      />
      <div id="sentences" part="sentences" role="alert" ?hidden=${sentences.length === 0}>
        ${sentences.map((sentence) => html`<p class=${isMild ? "problem warning" : "problem"} part="sentence">${sentence}</p>`)}
      </div>
    `;
  }

  private key(event: KeyboardEvent): void {
    const isDirty = this.draft !== undefined && this.draft !== this.text;
    if (isUndoOrRedo(event)) {
      if (isDirty) event.stopPropagation();
    } else if (event.key === "Enter") {
      this.finish();
    } else if (event.key === "Escape" && (isDirty || this.error !== undefined)) {
      event.stopPropagation();
      this.forget();
      this.input.value = this.text;
    }
  }

  private finish(): void {
    if (this.draft === undefined || this.draft === this.text) {
      this.forget();
      return;
    }
    const parsed = this.parse(this.draft);
    if ("error" in parsed) {
      this.error = parsed.error;
      return;
    }
    this.forget();
    this.commit(parsed.value);
  }

  private forget(): void {
    this.draft = undefined;
    this.error = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "commit-field": CommitField;
  }
}
