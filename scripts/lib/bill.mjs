// The bill of materials of what is released (CycloneDX): npm's own of everything that is installed, cut down to
// the packages whose code the bundles have.

/**
 * @param bill what `npm sbom` says
 * @param packages those that are bundled, as `NAME@VERSION`
 * @throws if one of them is not in the bill
 */
export function billOf(bill, packages) {
  const found = (one) => bill.components.find((other) => nameOf(other) === one) ?? inlined(bill, one);
  const components = [...new Set(packages)].map((one) => shipped(found(one)));
  const kept = new Set(components.map((component) => component["bom-ref"]));
  const whole = bill.metadata.component["bom-ref"];
  const dependencies = bill.dependencies
    .filter(({ ref }) => ref === whole || kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: ref === whole ? [...kept] : dependsOn.filter((other) => kept.has(other)) }));
  // npm names the whole after the folder that it lies in.
  const component = { ...bill.metadata.component, name: "perceptron" };
  return { ...bill, metadata: { ...bill.metadata, component }, components, dependencies };
}

function nameOf({ group, name, version }) {
  return `${group ? `${group}/` : ""}${name}@${version}`;
}

/** What is only there for development of ours may have a part that is bundled. */
function shipped(component) {
  return { ...component, scope: "required", properties: [] };
}

/** What another library has in it, in another version than the one that is installed. */
function inlined({ components }, one) {
  const [, name, version] = /^(.+)@([^@]+)$/.exec(one);
  const installed = components.find((other) => nameOf(other) === `${name}@${other.version}`);
  if (!installed) throw new Error(`npm's bill of materials has no ${name}.`);
  const { type, licenses } = installed;
  return { "bom-ref": one, type, name, version, purl: installed.purl?.replace(/@[^@]+$/, `@${version}`), licenses };
}
