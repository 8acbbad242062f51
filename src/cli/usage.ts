// The help, which lists what this version can do and nothing else.

export const USAGE = `perceptron: networks on CSVs, described in .perceptron documents.

  perceptron new CSV [--target NAME] [--out FILE] [--delimiter MARK] [--decimal MARK]
                 [--header true|false] [--skip LINES] [--comment TEXT] [--encoding NAME]
      Writes a document with a starter network chosen from the CSV's columns. How the
      CSV is read is found, unless an option says it: --delimiter is , ; tab or |,
      --skip lists lines that are no part of the table, as 1,2 or 1-3,34. What is odd
      in how the table lies in its file is mended in the document, and told.
  perceptron check FILE
      Prints every problem of the document and its data, one a line, as
      file:line:column: severity: message. Exits with 1 if one is an error.
      Of a lesson (FOLDER/lesson.json) every problem of its files.
  perceptron train FILE [--epochs N] [--threads N] [--resume CHECKPOINT] [--save W.safetensors]
                   [--tensorboard FOLDER] [--health] [--json] [--engine builtin|pytorch]
      Trains. --epochs replaces the document's epochs; --threads limits the threads;
      --save writes the weights, also after Ctrl+C, and beside them
      W.checkpoint.safetensors, from which --resume continues as if the run had
      never stopped; --tensorboard writes the curves as an event file during the run;
      --health says what is sick about the network or its training, with epoch and
      remedy, as units that are dead or a learning rate that is too high;
      --json prints one object a line instead of text.
      --engine pytorch lets PyTorch compute the same run, in a process of its own: for
      a GPU (--device cpu|cuda|cuda:N|mps), or with torchrun for several processes
      (--processes N) and machines (--nodes M --node-rank R --rendezvous HOST:PORT, on
      each of them), which start again from their last state if one of them dies, three
      times or --max-restarts N. --python names the Python that has it, else
      PERCEPTRON_PYTHON, else the first on the PATH.
  perceptron test FILE [--weights W.safetensors] [--threads N] [--json] [--junit PATH]
      Trains, or takes the weights of a run of the same document, and prints whether
      each of the document's tests passed. Exits with 1 if one failed. --junit also
      writes a report that CI services read.
  perceptron predict FILE --weights W.safetensors --csv CSV [--out CSV] [--keep-formulas]
      Writes the CSV with a prediction for each row and, if the loss gives
      probabilities, probability_<class>. The training CSV is not needed.
      A text that a spreadsheet would run as a formula gets an apostrophe in front;
      --keep-formulas leaves it as it is.
  perceptron export FILE --to FORMAT [--weights W.safetensors] [--out PATH]
                    [--language en|ko]
      Writes the document as code or as a model file, in new files. A format that
      needs trained weights takes those beside the document, or the ones that
      --weights names. --language is that of comments.
  perceptron import FILE [--out DOCUMENT] [--into DOCUMENT]
      Makes a document from code: a Python file, a notebook, or what print(model)
      shows. Nothing of it is run. What could not be taken goes to standard error as
      file:line: sentence; exits with 1, without a document, if the network is none
      that a document can say.
      Of a model file (.safetensors, .pt, .pth, .onnx, .keras, .h5) it makes a document
      and, beside it, its weights. --into takes the weights for a document that is there.
  perceptron trace FILE [--step N] [--weights W.safetensors]
      Prints one training step in every number, as one JSON object: inputs, outputs,
      gradients, and each parameter before and after. --step counts the run's steps
      from 1; --weights replaces the initial weights.
  perceptron verify FILE [--epochs N] [--python PATH] [--json]
      Runs the exported PyTorch script for a few epochs (5 if nothing is said) and prints
      the largest difference from the built-in engine: of the first weights, the losses,
      and what both then predict for the CSV. Exits with 1 if something differs.
      --python names the Python that has PyTorch, else PERCEPTRON_PYTHON, else the first
      on the PATH.
  perceptron mcp
      Serves tools to an agent over the Model Context Protocol, on standard input and
      output: look at a CSV, create, check, train, explain, evaluate, compare, export and
      predict. They read and write only in the folder in which it is started.
  perceptron --help
  perceptron --version
`;
