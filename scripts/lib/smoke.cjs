// What the installed package has to do in a desktop VS Code, by the API that it has for other extensions: open
// a document, train it, evaluate it. VS Code loads this file into a window and calls `run`; what came of it is
// written into the folder that is open, because not every way to start VS Code tells its end.

const assert = require("node:assert/strict");
const vscode = require("vscode");

const RESULT = "smoke.json";

exports.run = async () => {
  const [folder] = vscode.workspace.workspaceFolders;
  const file = (name) => vscode.Uri.joinPath(folder.uri, name);
  const tell = (result) => vscode.workspace.fs.writeFile(file(RESULT), Buffer.from(JSON.stringify(result)));
  try {
    const extension = vscode.extensions.getExtension("perceptron-builder.perceptron");
    assert.ok(extension, "the extension is not there");
    const api = (await extension.activate()).getAPI(1);
    const network = await api.open(file("iris.perceptron"));
    const run = await network.train();
    assert.equal(run.state, "ended", `the run is ${run.state}: ${run.note}`);
    await vscode.workspace.fs.stat(file(run.weights));
    const { targets } = await network.evaluate();
    assert.ok(targets[0].accuracy > 0.8, `it is right about ${targets[0].accuracy} of the rows`);
    await tell({ version: extension.packageJSON.version, editor: vscode.version });
  } catch (error) {
    await tell({ failure: String(error.stack ?? error) });
    throw error;
  }
};
