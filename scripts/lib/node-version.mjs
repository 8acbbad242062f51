// Says in one sentence that the Node is too old, where what follows would fail with a riddle.

const oldest = 20;

/** Ends the process if this Node is older than the project needs. */
export function checkNode() {
  if (Number(process.versions.node.split(".")[0]) >= oldest) return;
  console.error(
    `Perceptron needs Node ${oldest} or newer, and this is ${process.version}. Install it from https://nodejs.org and start again.`,
  );
  process.exit(1);
}
