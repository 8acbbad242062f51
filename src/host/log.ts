// The output channel "Perceptron": where failures that no sentence on the screen explains leave their details.

import * as vscode from "vscode";

export const log = vscode.window.createOutputChannel("Perceptron", { log: true });
