// Which column is probably the one to predict, and why. Evidence adds up: a usual name, two values, a few
// texts, a place at the end or, with such a name, at the start. A column that never changes, a date, an
// identifier, or a text that differs in nearly every row is none, if there is another column.

import { isCoordinate, namesClasses, namesIdentifier, namesMoment, namesQuantity, namesTarget } from "./column-names.ts";
import { type ColumnFacts, MANY_VALUES } from "./columns.ts";
import { message, type Message } from "./message.ts";

/** How a target is learnt: one output with a probability, one output per class, or the number itself. */
export type TargetTask = "yes-or-no" | "classes" | "number";

export interface TargetGuess {
  readonly column: ColumnFacts;
  /** One sentence: which column, and what speaks for it. */
  readonly reason: Message;
}

/** What a target's task follows from. A name is missing if only values are known. */
export type TargetColumn = Pick<ColumnFacts, "kind" | "distinct" | "values"> &
  Partial<Pick<ColumnFacts, "name" | "profile" | "rows" | "missing">>;

/** More classes than this are names or quantities. */
const MOST_CLASSES = 100;
/** So many different whole numbers may be classes, whatever the column is called: 0 to 9. */
export const MOST_OFFERED = 10;

const yes = new Set(["yes", "y", "true", "t", "예", "네"]);
const no = new Set(["no", "n", "false", "f", "아니오", "아니요"]);

/** Points of a piece of evidence. A name beats a few texts at the end only if both have the same sum. */
const POINTS = { name: 3, twoValues: 2, fewTexts: 2, fewWhole: 1, last: 1, first: 0.5 };

/**
 * The columns that may be what is predicted, the likeliest first: the first one is the guess, and the others
 * are what a person may have meant instead. A column that can hardly be a target is among them only if all
 * are so. Empty if no column has a value.
 */
export function guessTargets(columns: readonly ColumnFacts[]): TargetGuess[] {
  const usable = columns.filter(({ distinct }) => distinct > 0);
  const likely = usable.filter(canBeTarget);
  const names = columns.map(({ name }) => name);
  const candidates = likely.length > 0 ? likely : usable;
  const rated = candidates.map((column, index) => {
    const isNamed =
      (namesTarget(column.name) && !isCoordinate(column.name, names)) || (column.kind === "number" && namesQuantity(column.name));
    const isLast = column === columns.at(-1);
    const values = isYesOrNo(column) ? POINTS.twoValues : isFewTexts(column) ? POINTS.fewTexts : isFewWhole(column) ? POINTS.fewWhole : 0;
    const place = isLast ? POINTS.last : isNamed && column === columns[0] ? POINTS.first : 0;
    return { column, index, isNamed, points: (isNamed ? POINTS.name : 0) + values + place, reason: reasonOf(column, isNamed, isLast) };
  });
  // Of equal ones a usual name comes first, then the one further right.
  return rated
    .toSorted((a, b) => b.points - a.points || Number(b.isNamed) - Number(a.isNamed) || b.index - a.index)
    .map(({ column, reason }) => ({ column, reason }));
}

/** How a target is learnt unless somebody says otherwise. */
export function taskOf(target: TargetColumn): TargetTask {
  if (isYesOrNo(target)) return "yes-or-no";
  if (target.kind === "category") return "classes";
  return target.kind === "number" && areClasses(target) ? "classes" : "number";
}

/**
 * Whether a number column's values are so few whole numbers that they may be classes: −1 and 1, 1 and 2, 0 to
 * 9.
 */
export function isFewWhole({ kind, distinct, values, rows = Infinity, missing = 0 }: TargetColumn): boolean {
  // Classes come more than once.
  if (rows - missing < 2 * distinct) return false;
  return kind === "number" && distinct >= 2 && distinct <= MOST_OFFERED && values.length >= distinct && values.every(isWhole);
}

/**
 * Whole numbers that stand for classes by themselves: two of them, −1, 0 and 1, or those of a column whose
 * name says so.
 */
function areClasses(target: TargetColumn): boolean {
  const { name = "", distinct, values } = target;
  if (isFewWhole(target)) {
    const numbers = values.map(numberOf);
    if (distinct === 2 || numbers.every((value) => Math.abs(value) <= 1) || namesClasses(name)) return true;
    // `target` and `y` say what is predicted, and numbers from 0 or 1 on without a gap say that they count
    // classes.
    const low = Math.min(...numbers);
    return namesTarget(name) && (low === 0 || low === 1) && Math.max(...numbers) === low + distinct - 1;
  }
  const { minimum, maximum } = target.profile?.numbers ?? {};
  if (minimum === undefined || maximum === undefined || !namesClasses(name)) return false;
  return distinct <= MOST_CLASSES && values.every(isWhole) && maximum - minimum < 2 * distinct;
}

/** A column that changes, and neither dates, nor names, nor describes its row in words of its own. */
function canBeTarget(column: ColumnFacts): boolean {
  const { name, kind, distinct, missing, rows = Infinity, seems } = column;
  if (distinct < 2 || seems !== undefined) return false;
  const values = rows - missing;
  if (kind === "category") return distinct <= MOST_CLASSES && !(distinct > MANY_VALUES / 4 && distinct > values / 2);
  return !namesMoment(name) && !(kind === "number" && namesIdentifier(name) && distinct > 0.9 * Math.min(values, MOST_CLASSES));
}

function isFewTexts({ kind, distinct }: ColumnFacts): boolean {
  return kind === "category" && distinct >= 2 && distinct <= MANY_VALUES;
}

/** Two values that say yes and no: in words, as true and false, or as 1 and 0. */
function isYesOrNo({ kind, distinct, values }: TargetColumn): boolean {
  if (kind === "boolean") return true;
  if (distinct !== 2) return false;
  if (kind === "number") return values.map(numberOf).every((value) => value === 0 || value === 1);
  const folded = values.map((value) => value.toLowerCase());
  return folded.some((value) => yes.has(value)) && folded.some((value) => no.has(value));
}

/** A number as a CSV writes it, with a decimal point or comma. */
function numberOf(text: string): number {
  return Number(text.replace(",", "."));
}

function isWhole(text: string): boolean {
  return Number.isInteger(numberOf(text));
}

function reasonOf(column: ColumnFacts, isNamed: boolean, isLast: boolean): Message {
  const { name, distinct, values } = column;
  const shown = values.slice(0, 2).join(", ");
  if (isYesOrNo(column)) {
    return isNamed
      ? message('"{0}" is predicted: its name is usual for that, and its only values are {1}.', name, shown)
      : message('"{0}" is predicted: its only values are {1}.', name, shown);
  }
  if (isFewTexts(column)) {
    return isNamed
      ? message('"{0}" is predicted: its name is usual for that, and it has {1} different texts.', name, distinct)
      : message('"{0}" is predicted: it has only {1} different texts, as classes have.', name, distinct);
  }
  if (isNamed) return message('"{0}" is predicted: its name is usual for that.', name);
  if (isFewWhole(column)) return message('"{0}" is predicted: it has only {1} different whole numbers.', name, distinct);
  if (isLast) return message('"{0}" is predicted: it is the last column, and no other looks more likely.', name);
  return message('"{0}" is predicted: of the columns that can be, it is the best guess.', name);
}
