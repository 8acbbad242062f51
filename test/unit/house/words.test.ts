// What VS Code shows of ours can be made of a stranger's names and values, and it makes links and icons of
// some. So each text that the host gives it is a literal or comes from `say` or `inert`; the compiler's own
// parser and types follow names to where they are made.

import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { after, test } from "node:test";
import type * as ast from "typescript/unstable/ast";
import * as is from "typescript/unstable/ast/is";
import { API, type Project } from "typescript/unstable/sync";

/** Calls of which every argument is shown, as far as it is text. */
const SHOWING = new Set([
  "showInformationMessage",
  "showWarningMessage",
  "showErrorMessage",
  "showQuickPick",
  "showInputBox",
  "showOpenDialog",
  "showSaveDialog",
  "withProgress",
  "setStatusBarMessage",
]);
/** Calls and constructors of which one argument is shown. */
const SHOWING_ONE: Readonly<Record<string, number>> = { createTestItem: 1, TreeItem: 0, MarkdownString: 0, TestMessage: 0, Diagnostic: 1 };
/** Fields that are shown, of whatever is handed to one of these calls. */
const TEXTS = new Set(["label", "description", "detail", "tooltip", "title", "placeHolder", "prompt", "message", "openLabel", "saveLabel"]);
/** Objects that show what these calls of theirs are given. */
const OWN_CALLS: Readonly<Record<string, RegExp>> = { report: /^(vscode\.)?Progress<.*>$/, appendMarkdown: /^(vscode\.)?MarkdownString$/ };
/** Fields that are shown of these when they are assigned. */
const OBJECTS = /^(vscode\.)?(StatusBarItem|TreeItem|TestItem|TestMessage|Diagnostic|MarkdownString|QuickPick<.*>|InputBox|TreeView<.*>)$/;
const ASSIGNED = new Set([...TEXTS, "text", "error", "placeholder"]);
/** What makes a text harmless, and what makes texts of numbers alone. */
const HARMLESS = new Set(["say", "inert", "shareText", "significant"]);
/** What keeps a text harmless that is harmless, or a list of such. */
const KEEPING = new Set(["join", "filter", "slice", "toSorted", "concat", "flat", "trim", "at", "replace", "map", "flatMap"]);
/** Types that hold no stranger's text, or one that was looked at where they were made. */
const SAFE_TYPE = /^(("[^"]*"|-?\d+|number|boolean|true|false|undefined|null|void|Uri|MarkdownString)( \| )?)+$/;

const api = new API({ cwd: process.cwd() });
after(() => api.close());

/** Finds what is shown and not made harmless, in all files of a project below a folder. */
class Words {
  readonly found = new Set<string>();
  /** Texts that were looked at. */
  seen = 0;
  readonly #project: Project;
  /** What is being followed, so that what calls itself ends. */
  readonly #followed = new Set<ast.Node>();
  /** The arguments of each function of these files, by its declaration. */
  readonly #calls = new Map<ast.Node, (readonly ast.Expression[])[]>();
  readonly #sinks: ast.Expression[] = [];

  constructor(project: Project, files: readonly string[]) {
    this.#project = project;
    for (const file of files) {
      const source = project.program.getSourceFile(file);
      assert.ok(source, `${file} is not in the project`);
      this.#visit(source);
    }
    for (const expression of this.#sinks) this.#shown(expression);
  }

  #visit(node: ast.Node): void {
    if (is.isCallExpression(node) || is.isNewExpression(node)) {
      const { expression } = node;
      const name = is.isPropertyAccessExpression(expression) ? expression.name.text : is.isIdentifier(expression) ? expression.text : "";
      const given = [...(node.arguments ?? [])];
      const own = Object.hasOwn(OWN_CALLS, name) ? OWN_CALLS[name] : undefined;
      const isOwn = own !== undefined && is.isPropertyAccessExpression(expression) && own.test(this.#typeOf(expression.expression));
      if (is.isCallExpression(node) && (SHOWING.has(name) || isOwn)) this.#sinks.push(...given.filter((one) => !is.isArrowFunction(one)));
      const place = Object.hasOwn(SHOWING_ONE, name) ? given[SHOWING_ONE[name]!] : undefined;
      if (place) this.#sinks.push(place);
      const target = this.#functionOf(expression);
      if (target) this.#calls.set(target, [...(this.#calls.get(target) ?? []), given]);
    }
    if (is.isBinaryExpression(node) && node.operatorToken.getText() === "=" && is.isPropertyAccessExpression(node.left)) {
      const { expression, name } = node.left;
      if (ASSIGNED.has(name.text) && OBJECTS.test(this.#typeOf(expression))) this.#sinks.push(node.right);
    }
    node.forEachChild((child) => this.#visit(child));
  }

  /** Looks at an expression that is shown, or at the texts of an object that is handed over. */
  #shown(node: ast.Node): void {
    this.seen++;
    if (is.isStringLiteral(node) || is.isNoSubstitutionTemplateLiteral(node) || is.isNumericLiteral(node)) return;
    if (is.isTemplateExpression(node)) return node.templateSpans.forEach(({ expression }) => this.#shown(expression));
    if (is.isParenthesizedExpression(node) || is.isAwaitExpression(node) || is.isNonNullExpression(node) || is.isAsExpression(node))
      return this.#shown(node.expression);
    if (is.isSpreadElement(node) || is.isSpreadAssignment(node)) return this.#shown(node.expression);
    if (is.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].forEach((part) => this.#shown(part));
    if (is.isBinaryExpression(node)) {
      if (node.operatorToken.getText() !== "&&") this.#shown(node.left);
      return this.#shown(node.right);
    }
    if (is.isArrayLiteralExpression(node)) return node.elements.forEach((part) => this.#shown(part));
    if (is.isObjectLiteralExpression(node)) return node.properties.forEach((property) => this.#field(property));
    if (SAFE_TYPE.test(this.#typeOf(node))) return;
    if (is.isCallExpression(node)) return this.#call(node);
    if (is.isIdentifier(node)) return this.#named(node);
    this.#unsafe(node);
  }

  #field(property: ast.Node): void {
    if (is.isSpreadAssignment(property)) this.#shown(property.expression);
    else if (is.isPropertyAssignment(property) && TEXTS.has(property.name.getText())) this.#shown(property.initializer);
    else if (is.isShorthandPropertyAssignment(property) && TEXTS.has(property.name.getText())) this.#named(property.name as ast.Identifier);
  }

  #call(node: ast.CallExpression): void {
    const { expression } = node;
    const [given] = node.arguments;
    if (is.isIdentifier(expression)) {
      if (HARMLESS.has(expression.text)) return;
      if (expression.text === "String" && given && SAFE_TYPE.test(this.#typeOf(given))) return;
    }
    // A day or a number as its language writes it.
    if (is.isPropertyAccessExpression(expression) && this.#typeOf(expression.expression) === "DateTimeFormat") return;
    if (is.isPropertyAccessExpression(expression) && KEEPING.has(expression.name.text)) {
      if (!/^(map|flatMap)$/.test(expression.name.text)) return this.#shown(expression.expression);
      if (given && is.isIdentifier(given) && HARMLESS.has(given.text)) return;
      const target = given && (is.isArrowFunction(given) ? given : this.#functionOf(given));
      return target ? this.#results(target) : this.#unsafe(node);
    }
    const target = this.#functionOf(expression);
    if (target) this.#results(target);
    else this.#unsafe(node);
  }

  /** Follows a name to where it is made, unless it is being followed already. */
  #follow(declaration: ast.Node, look: () => void): void {
    if (this.#followed.has(declaration)) return;
    this.#followed.add(declaration);
    look();
    this.#followed.delete(declaration);
  }

  /** What a function answers. */
  #results(target: ast.Node): void {
    const { body } = target as ast.FunctionDeclaration | ast.ArrowFunction;
    if (body === undefined) return this.#unsafe(target);
    if (!is.isBlock(body)) return this.#follow(target, () => this.#shown(body));
    const visit = (node: ast.Node): void => {
      if (is.isReturnStatement(node) && node.expression) this.#shown(node.expression);
      else if (!is.isArrowFunction(node) && !is.isFunctionDeclaration(node)) node.forEachChild(visit);
    };
    this.#follow(target, () => body.forEachChild(visit));
  }

  /** A name: what it was given. */
  #named(node: ast.Identifier): void {
    const declaration = this.#declarationOf(node);
    const given = declaration && this.#givenTo(declaration);
    if (given === undefined) this.#unsafe(node);
    else this.#follow(declaration!, () => given.forEach((one) => this.#shown(one)));
  }

  /** All that a constant or a parameter may be; undefined if that is not known. */
  #givenTo(declaration: ast.Node): readonly ast.Node[] | undefined {
    if (is.isVariableDeclaration(declaration) && declaration.initializer)
      return declaration.parent.getText().startsWith("const ") ? [declaration.initializer] : undefined;
    if (!is.isParameterDeclaration(declaration)) return undefined;
    const place = (declaration.parent as ast.FunctionDeclaration).parameters.indexOf(declaration);
    const calls = this.#calls.get(declaration.parent);
    return calls?.flatMap((given) => given.slice(place, declaration.dotDotDotToken ? undefined : place + 1));
  }

  #unsafe(node: ast.Node): void {
    const file = node.getSourceFile();
    const line = file.text.slice(0, node.getStart()).split("\n").length;
    const place = `${relative(process.cwd(), file.fileName).replaceAll(sep, "/")}:${line}`;
    this.found.add(
      `${place} shows ${node.getText().replaceAll(/\s+/g, " ").slice(0, 80)}, which may hold a link or an icon. Pass it through say or inert.`,
    );
  }

  #functionOf(node: ast.Node): ast.Node | undefined {
    const declaration = this.#declarationOf(is.isPropertyAccessExpression(node) ? node.name : node);
    if (declaration === undefined) return undefined;
    if (is.isFunctionDeclaration(declaration) || is.isMethodDeclaration(declaration)) return declaration;
    const made = is.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return made && is.isArrowFunction(made) ? made : undefined;
  }

  #declarationOf(node: ast.Node): ast.Node | undefined {
    const { checker } = this.#project;
    if (!is.isIdentifier(node) && !is.isPrivateIdentifier(node)) return undefined;
    const found = is.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    const isImported = found?.declarations.some((one) => is.isImportSpecifier(one.resolve()!));
    const symbol = found && isImported ? checker.getAliasedSymbol(found) : found;
    const declaration = symbol?.valueDeclaration?.resolve();
    return declaration?.getSourceFile().isDeclarationFile ? undefined : declaration;
  }

  #typeOf(node: ast.Node): string {
    const { checker } = this.#project;
    const type = checker.getTypeAtLocation(node);
    return type ? checker.typeToString(type) : "";
  }
}

function wordsOf(config: string, files: readonly string[]): Words {
  const project = api
    .updateSnapshot({ openProject: config })
    .getProjects()
    .find(({ configFileName }) => configFileName === config);
  assert.ok(project, `${config} opens as a project`);
  return new Words(project, files);
}

test("what the host shows is a literal, or was made harmless", () => {
  const source = join(process.cwd(), "src");
  const files = readdirSync(join(source, "host"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const words = wordsOf(join(source, "tsconfig.json"), [join(source, "extension.ts"), ...files.map((file) => join(source, "host", file))]);
  assert.ok(words.seen > 150, `only ${words.seen} texts were found`);
  assert.deepEqual([...words.found], []);
});

test("what is not made harmless is found, and where it was made", () => {
  const folder = join(process.cwd(), ".out", "house-words");
  mkdirSync(folder, { recursive: true });
  after(() => rmSync(folder, { recursive: true }));
  const config = join(folder, "tsconfig.json");
  const file = join(folder, "bad.ts");
  writeFileSync(config, JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions: { types: ["vscode"] }, files: ["bad.ts"] }));
  const good = [
    'import * as vscode from "vscode";',
    "declare const inert: (text: string) => string;",
    "declare const name: string;",
    "declare const bar: vscode.StatusBarItem;",
    "declare const progress: vscode.Progress<{ message?: string }>;",
    "const count = 3;",
    "const both = `${inert(name)} ${count}`;",
    "const told = (sentence: string): void => void vscode.window.showErrorMessage(sentence);",
    "told(both);",
    "bar.text = both;",
  ];
  const bad = [
    "void vscode.window.showInformationMessage(name);",
    "void vscode.window.showInformationMessage(both, { detail: `of ${name}` });",
    "void vscode.window.showQuickPick([{ label: name }].filter(Boolean), { placeHolder: both });",
    "void vscode.window.showInputBox({ prompt: both + name });",
    "void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: name }, async () => {});",
    "progress.report({ message: name });",
    "bar.tooltip = count > 2 ? both : name;",
    "export const item = new vscode.TreeItem(name.trim());",
    "item.description = [both, name].join();",
    "export const text = new vscode.MarkdownString(name);",
    "text.appendMarkdown(name);",
    "export const said = new vscode.TestMessage(name);",
    "export const problem = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), name);",
    "told(`a ${name}`);",
    "const named = (): string => { return name.toLowerCase(); };",
    "void vscode.window.showWarningMessage(named());",
  ];
  writeFileSync(file, [...good, ...bad, "export {};"].join("\n"));
  const { found } = wordsOf(config, [file]);
  const lines = new Set([...found].map((sentence) => Number(/bad\.ts:(\d+) shows /.exec(sentence)?.[1])));
  // The last is told where its text is made.
  const wanted = bad.map((_, index) => good.length + 1 + index).slice(0, -1);
  assert.deepEqual(
    [...lines].toSorted((one, other) => one - other),
    wanted,
    [...found].join("\n"),
  );
});
