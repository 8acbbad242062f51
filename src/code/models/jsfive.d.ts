// The part of jsfive that is used; the package has no types of its own.

declare module "jsfive" {
  export class Dataset {
    readonly shape: readonly number[] | null;
    readonly dtype: unknown;
    readonly value: unknown;
  }

  export class Group {
    readonly keys: readonly string[];
    readonly attrs: Readonly<Record<string, unknown>>;
    get(path: string): Group | Dataset | undefined;
  }

  export class File extends Group {
    constructor(bytes: ArrayBuffer, name: string);
  }
}
