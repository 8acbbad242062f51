"""What scikit-learn and PyTorch say of predictions (Debian: apt install python3-sklearn; recorded with scikit-learn 1.2.1).

Numbers are shortest decimals of doubles; NaN and infinity are texts. Where scikit-learn refuses, as the area under the curve of one class, stands "refused".
"""

import warnings

import numpy
import sklearn
import torch
from sklearn import metrics
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.calibration import calibration_curve
from sklearn.inspection import partial_dependence
from sklearn.preprocessing import label_binarize

# Undefined scores are what is recorded here.
warnings.simplefilter("ignore")
random = numpy.random.RandomState(7)


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) or (hasattr(value, "tolist") and getattr(value, "ndim", 0) > 0):
        return [plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not numpy.isfinite(value):
        return "NaN" if numpy.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def refusing(call):
    try:
        return call()
    except ValueError:
        return "refused"


def scores(truths, answers, **options):
    precision, recall, f1, support = metrics.precision_recall_fscore_support(truths, answers, zero_division=0, **options)
    return {"precision": precision, "recall": recall, "f1": f1, "support": support}


def binary_case(name, positives, probabilities):
    fpr, tpr, thresholds = metrics.roc_curve(positives, probabilities, drop_intermediate=False)
    precision, recall, steps = metrics.precision_recall_curve(positives, probabilities)
    cuts = [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0]
    called = [(probabilities >= cut).astype(int) for cut in cuts]
    both = numpy.stack([1 - probabilities, probabilities], axis=1)
    return {
        "name": name,
        "positives": positives,
        "probabilities": probabilities,
        "roc": {"fpr": fpr, "tpr": tpr, "thresholds": thresholds[1:], "area": refusing(lambda: metrics.roc_auc_score(positives, probabilities))},
        "precision_recall": {"precision": precision, "recall": recall, "thresholds": steps, "average": metrics.average_precision_score(positives, probabilities)},
        "calibration": [{"bins": bins, "curve": calibration_curve(positives, probabilities, n_bins=bins, pos_label=1)} for bins in (5, 10)],
        "brier": metrics.brier_score_loss(positives, probabilities, pos_label=1),
        "log_loss": metrics.log_loss(positives, both, labels=[0, 1]),
        "sweep": [{"threshold": cut, "accuracy": metrics.accuracy_score(positives, answers), **scores(positives, answers, average="binary")} for cut, answers in zip(cuts, called)],
    }


def binary():
    uniform = random.rand(40)
    truths = (uniform + random.randn(40) * 0.3 > 0.5).astype(int)
    yield binary_case("no ties", truths, uniform)
    yield binary_case("ties", truths, numpy.round(uniform, 1))
    yield binary_case("all tied", truths, numpy.full(40, 0.5))
    yield binary_case("all right", numpy.array([0, 0, 1, 1]), numpy.array([0.1, 0.2, 0.8, 0.9]))
    yield binary_case("all wrong", numpy.array([0, 0, 1, 1]), numpy.array([0.8, 0.9, 0.1, 0.2]))
    yield binary_case("certain", numpy.array([0, 1, 1, 0]), numpy.array([0.0, 1.0, 0.0, 1.0]))
    yield binary_case("only positive rows", numpy.ones(4, int), numpy.array([0.2, 0.4, 0.4, 0.9]))
    yield binary_case("no positive row", numpy.zeros(4, int), numpy.array([0.2, 0.4, 0.4, 0.9]))
    yield binary_case("one row", numpy.array([1]), numpy.array([0.5]))
    some = random.rand(30) < 0.4
    yield binary_case("of huge weights: nearly all 0 or 1", some.astype(int), 1 / (1 + numpy.exp(-(random.randn(30) * 1e3 + some * 500))))
    yield binary_case("hardly apart", numpy.array([0, 1, 0, 1, 1, 0]), numpy.array([0.0, 5e-324, 1e-300, 1 - 2.0**-53, 1.0, 1.0]))
    yield binary_case("at the edges of the bins", random.randint(0, 2, 21), numpy.linspace(0, 1, 21))
    yield binary_case("one positive of many", (numpy.arange(40) == 7).astype(int), numpy.round(random.rand(40), 2))


def classes_case(name, classes, truths, answers):
    labels = list(range(classes))
    return {
        "name": name,
        "classes": classes,
        "truths": truths,
        "answers": answers,
        "counts": metrics.confusion_matrix(truths, answers, labels=labels),
        "shares": {name: metrics.confusion_matrix(truths, answers, labels=labels, normalize=of) for name, of in [("true", "true"), ("predicted", "pred"), ("all", "all")]},
        "accuracy": metrics.accuracy_score(truths, answers),
        "each": scores(truths, answers, labels=labels),
        "macro": scores(truths, answers, average="macro"),
        "weighted": scores(truths, answers, average="weighted"),
    }


def classes():
    truths = random.randint(0, 3, 50)
    answers = numpy.where(random.rand(50) < 0.7, truths, random.randint(0, 3, 50))
    yield classes_case("three classes", 3, truths, answers)
    yield classes_case("a class that no row has and no answer names", 4, truths, answers)
    yield classes_case("a class that no answer names", 3, truths, numpy.minimum(answers, 1))
    yield classes_case("a class that no row has", 3, numpy.minimum(truths, 1), answers)
    yield classes_case("one class", 2, numpy.zeros(5, int), numpy.zeros(5, int))
    yield classes_case("all wrong", 2, numpy.array([0, 1, 0]), numpy.array([1, 0, 1]))


def one_vs_rest():
    for name, rows, count, digits, size, present in [
        ("no ties", 60, 3, 17, 1, 3),
        ("ties", 60, 4, 1, 1, 4),
        ("of huge weights", 40, 3, 17, 1e6, 3),
        ("a class that no row has", 40, 4, 17, 1, 3),
    ]:
        logits = torch.tensor(numpy.round(random.randn(rows, count), digits) * size)
        truths = random.randint(0, present, rows)
        probabilities = torch.softmax(logits, 1).numpy()
        yield {
            "name": name,
            "logits": logits.numpy().ravel(),
            "truths": truths,
            "classes": count,
            "areas": [refusing(lambda: metrics.roc_auc_score(truths == index, probabilities[:, index])) for index in range(count)],
            "macro": refusing(lambda: metrics.roc_auc_score(truths, probabilities, multi_class="ovr", average="macro")),
            "weighted": refusing(lambda: metrics.roc_auc_score(truths, probabilities, multi_class="ovr", average="weighted")),
            "average_precision": metrics.average_precision_score(label_binarize(truths, classes=range(count)), probabilities, average="macro"),
            "log_loss": metrics.log_loss(truths, probabilities, labels=range(count)),
            # PyTorch takes logarithms before it rounds, so of huge weights the two are not the same.
            **({} if size > 1 else {"cross_entropy": torch.nn.functional.cross_entropy(logits, torch.tensor(truths))}),
        }


def regression():
    targets = random.randn(30) * 10
    noisy = targets + random.randn(30)
    cases = [
        ("noise", targets, noisy),
        ("far from zero", targets + 1e6, noisy + 1e6),
        ("worse than the mean", targets, -targets),
        ("a constant target, all right", numpy.full(4, 2.0), numpy.full(4, 2.0)),
        ("a constant target", numpy.full(4, 2.0), numpy.array([1.0, 2.0, 3.0, 4.0])),
        ("one row", numpy.array([1.0]), numpy.array([1.5])),
        ("a constant target that is no binary fraction", numpy.full(8, 0.1), numpy.full(8, 0.2)),
        ("huge numbers", targets * 1e150, noisy * 1e150),
        ("tiny numbers", targets * 1e-150, noisy * 1e-150),
    ]
    for name, right, answers in cases:
        mean_squared = torch.nn.functional.mse_loss(torch.tensor(answers), torch.tensor(right))
        yield {
            "name": name,
            "targets": right,
            "predictions": answers,
            "r2": metrics.r2_score(right, answers),
            "mae": metrics.mean_absolute_error(right, answers),
            "rmse": metrics.mean_squared_error(right, answers, squared=False),
            "torch": {"l1_loss": torch.nn.functional.l1_loss(torch.tensor(answers), torch.tensor(right)), "mse_loss": mean_squared},
        }


class Formula(RegressorMixin, BaseEstimator):
    """x0 · x1 + x2²"""

    def fit(self, inputs, targets):
        self.fitted_ = True
        return self

    def predict(self, inputs):
        return inputs[:, 0] * inputs[:, 1] + inputs[:, 2] ** 2


def dependence():
    inputs = numpy.float32(random.randn(40, 3)).astype(float)
    inputs[:, 1] = random.randint(0, 4, 40)
    model = Formula().fit(inputs, None)
    for feature, points in [(0, 10), (1, 10), (2, 7)]:
        found = partial_dependence(model, inputs, [feature], grid_resolution=points, method="brute", kind="average")
        yield {"inputs": inputs.ravel(), "feature": feature, "points": points, "grid": found["values"][0], "average": found["average"][0]}


def refusals():
    bad = numpy.array([0.1, numpy.nan])
    for name in ["roc_curve", "precision_recall_curve"]:
        yield {"name": name, "nan": refusing(lambda: getattr(metrics, name)(numpy.array([0, 1]), bad))}


def record():
    sections = {"binary": binary, "classes": classes, "one_vs_rest": one_vs_rest, "regression": regression, "dependence": dependence, "refusals": refusals}
    return {"scikit-learn": [sklearn.__version__]} | {name: [plain(case) for case in cases()] for name, cases in sections.items()}
