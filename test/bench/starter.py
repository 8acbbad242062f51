"""What the starter network learns of public tables, beside scikit-learn's defaults on the same rows: the table of docs/starter.md.

    npm run build
    python3 test/bench/starter.py FOLDER [NAME …]

needs scikit-learn, statsmodels and pandas (Debian: python3-sklearn, python3-statsmodels) and npm, which fetches vega-datasets (BSD-3-Clause) into FOLDER.
For each of five shuffles 70 % of a table's rows are written to train.csv and the others to test.csv; `perceptron new` makes the document, of which
only the split changes, so that it learns from all of train.csv; `perceptron predict` answers test.csv. scikit-learn gets the columns that the
document learns from: numbers filled by the median and standardised, texts filled by the most frequent one and one-hot, the target as it is.
"""

import importlib.util
import json
import pathlib
import subprocess
import sys
import warnings

import numpy
import pandas
from sklearn import datasets
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, r2_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEEDS = range(5)
ROOT = pathlib.Path(__file__).resolve().parents[2]
CLI = ROOT / "dist" / "cli.js"


def of_sklearn(bunch, target, names=None):
    frame = pandas.DataFrame(bunch.data, columns=bunch.feature_names)
    frame[target] = [names[value] for value in bunch.target] if names is not None else bunch.target
    return frame


def of_vega(name):
    path = folder / "node_modules" / "vega-datasets" / "data" / name
    return pandas.read_csv(path) if name.endswith("csv") else pandas.DataFrame(json.loads(path.read_text()))


def of_statsmodels(name, **dialect):
    home = pathlib.Path(importlib.util.find_spec("statsmodels").origin).parent / "datasets" / name
    return pandas.read_csv(home / f"{name}.csv", **dialect)


def digits():
    bunch = datasets.load_digits()
    return of_sklearn(bunch, "digit")


def classes(load, target):
    bunch = load()
    return of_sklearn(bunch, target, bunch.target_names)


# Name: the table, the target that people take, and columns that would tell it.
TABLES = {
    "iris": (lambda: classes(datasets.load_iris, "species"), "species", []),
    "wine": (lambda: classes(datasets.load_wine, "cultivar"), "cultivar", []),
    "breast_cancer": (lambda: classes(datasets.load_breast_cancer, "diagnosis"), "diagnosis", []),
    "digits": (digits, "digit", []),
    "penguins": (lambda: of_vega("penguins.json"), "Species", []),
    "seattle-weather": (lambda: of_vega("seattle-weather.csv"), "weather", []),
    "birdstrikes": (lambda: of_vega("birdstrikes.csv"), "Effect Amount of damage", ["Cost Total $", "Cost Repair", "Cost Other"]),
    "anes96": (lambda: of_statsmodels("anes96", sep="\t", quotechar="'"), "vote", []),
    "fair": (lambda: of_statsmodels("fair").assign(affairs=lambda frame: (frame["affairs"] > 0).astype(int)), "affairs", []),
    "diabetes": (lambda: of_sklearn(datasets.load_diabetes(scaled=False), "progression"), "progression", []),
    "cars": (lambda: of_vega("cars.json").assign(Year=lambda frame: frame["Year"].str[:4].astype(int)), "Miles_per_Gallon", []),
    "movies": (lambda: of_vega("movies.json"), "Worldwide Gross", ["US Gross"]),
    "barley": (lambda: of_vega("barley.json"), "yield", []),
    "randhie": (lambda: of_statsmodels("randhie").sample(4000, random_state=0), "mdvis", []),
    "engel": (lambda: of_statsmodels("engel"), "foodexp", []),
    "gapminder": (lambda: of_vega("gapminder.json").drop(columns=["country"]), "life_expect", []),
}


def perceptron(*words):
    result = subprocess.run(["node", CLI, *words], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"perceptron {words}: {result.stderr}")
    return result.stdout


def document_of(target, *more):
    path = folder / "starter.perceptron"
    path.unlink(missing_ok=True)
    perceptron("new", folder / "train.csv", "--out", path, *(["--target", target] if target else []))
    return path, json.loads(path.read_text())


def starter(target):
    path, document = document_of(target)
    document["data"]["split"] = {"train": 1, "validation": 0, "test": 0}
    path.write_text(json.dumps(document))
    weights, answers = folder / "starter.safetensors", folder / "answers.csv"
    answers.unlink(missing_ok=True)
    perceptron("train", path, "--save", weights)
    perceptron("predict", path, "--weights", weights, "--csv", folder / "test.csv", "--out", answers)
    return document, pandas.read_csv(answers, keep_default_na=False)["prediction"].replace("", numpy.nan)


def scikit(frame, features):
    numbers = [name for name in features if pandas.api.types.is_numeric_dtype(frame[name])]
    texts = [name for name in features if name not in numbers]
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        (make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore", sparse=False)), texts),
    )


def measure(name):
    load, target, leaks = TABLES[name]
    frame = load().drop(columns=leaks).dropna(subset=[target])
    frame.columns = [column.strip() for column in frame.columns]
    for column in frame.columns:
        if frame[column].dtype == object:
            frame[column] = frame[column].map(lambda value: value if pandas.isna(value) else str(value)).replace("", None)
    scores = {"starter": [], "MLP": [], "HGB": []}
    for seed in SEEDS:
        shuffled = frame.sample(frac=1, random_state=seed)
        count = int(0.7 * len(shuffled))
        train, test = shuffled[:count], shuffled[count:]
        train.to_csv(folder / "train.csv", index=False)
        test.to_csv(folder / "test.csv", index=False)
        if seed == 0:
            guessed = document_of(None)[1]["data"]["target"] == target
        document, answers = starter(target)
        features = document["data"].get("features") or [column for column in frame.columns if column != target]
        is_number = document["training"]["loss"]["type"] == "MSELoss"
        score = r2_score if is_number else accuracy_score
        wanted = test[target].astype(float if is_number else str)
        # The starter has no answer for a row with a gap where it learnt to drop such rows: nobody is asked about those.
        answered = answers.notna().to_numpy()
        wanted = wanted[answered]
        given = answers[answered].astype(float if is_number else str)
        scores["starter"].append(score(wanted, given))
        encoder = scikit(train, features)
        inputs, other = encoder.fit_transform(train[features]), encoder.transform(test[features])
        goal = train[target] if is_number else train[target].astype(str)
        models = {"MLP": MLPRegressor, "HGB": HistGradientBoostingRegressor} if is_number else {"MLP": MLPClassifier, "HGB": HistGradientBoostingClassifier}
        for label, model in models.items():
            fitted = model(random_state=seed).fit(inputs, goal)
            scores[label].append(score(wanted, fitted.predict(other[answered])))
    means = {label: numpy.mean(values) for label, values in scores.items()}
    spread = numpy.std(numpy.subtract(scores["starter"], scores["MLP"])) / len(SEEDS) ** 0.5
    kind = "R²" if is_number else "accuracy"
    print(
        f"| {name} | {len(frame)} × {len(features)} | {target}{'' if guessed else ' (named)'} | {kind} | "
        + " | ".join(f"{means[label]:.3f}" for label in ("starter", "MLP", "HGB"))
        + f" | {spread:.3f} |",
        flush=True,
    )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules" / "vega-datasets").exists():
        subprocess.run(["npm", "install", "--prefix", folder, "--silent", "vega-datasets@3.2.1"], check=True)
    for name in sys.argv[2:] or TABLES:
        measure(name)
