"""What scikit-learn's Perceptron learns from the samples (Debian: apt install python3-sklearn; recorded with scikit-learn 1.2.1).

Both begin with zeros and go through the rows in the file's order. Features are multiplied with 10, so that all are whole numbers and no sum is rounded.
At a sum of exactly 0 scikit-learn counts every answer as wrong, where Step says 1; so the first row's target is 0, and in these epochs no row with target 1 has such a sum.
"""

import pandas
import sklearn
from sklearn.linear_model import Perceptron

EPOCHS = [1, 2, 5, 20, 50]
IRIS = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


def tables():
    iris = pandas.read_csv("samples/iris.csv")
    for low, high in [("setosa", "versicolor"), ("setosa", "virginica"), ("versicolor", "virginica")]:
        rows = iris[iris["species"].isin([low, high])]
        yield f"iris, {low} and {high}", rows[IRIS], rows["species"] == high
    binary = pandas.read_csv("samples/binary.csv")
    binary = binary.sort_values("pass", kind="stable")
    yield "binary, sorted", binary[["x", "y", "z"]], binary["pass"] == 1


def case(name, features, answers, lr):
    inputs = (features * 10).round().astype(int).to_numpy()
    targets = answers.astype(int).to_numpy()
    assert targets[0] == 0
    weights = []
    for epochs in EPOCHS:
        learnt = Perceptron(penalty=None, eta0=lr, shuffle=False, tol=None, max_iter=epochs).fit(inputs, targets)
        weights.append([*learnt.coef_[0].tolist(), *learnt.intercept_.tolist()])
    return {"name": name, "lr": lr, "inputs": inputs.tolist(), "targets": targets.tolist(), "epochs": EPOCHS, "weights": weights}


def record():
    cases = [case(*table, lr) for table, lr in zip(tables(), [1.0, 0.5, 1.0, 0.25])]
    return {"scikit-learn": [sklearn.__version__], "perceptron": cases}
