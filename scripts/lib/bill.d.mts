interface Component {
  readonly "bom-ref": string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
}

export interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** A bill of materials with these packages alone, each `NAME@VERSION`; throws if it has one of them not. */
export function billOf(bill: Bill, packages: readonly string[]): Bill;
