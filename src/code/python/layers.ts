// Layers over a whole row as Python functions, with NumPy (`x` is `[rows, width]` of float32) and without it
// (`x` is a list). Everything is rounded to float32 where the engine rounds.

export const withNumpy: Readonly<Record<string, string>> = {
  curve: String.raw`
def curve(x, value):
    return value(x.astype(np.float64)).astype(np.float32)
`,
  linear: String.raw`
def linear(x, weight, bias):
    """x Wᵀ + b, summed in float32 in the order of the inputs."""
    total = np.zeros((len(x), len(weight)), np.float32)
    for index in range(x.shape[1]):
        product = x[:, index, None].astype(np.float64) * weight[:, index]
        total = (total + product).astype(np.float32)
    return total if bias is None else total + bias
`,
  scale: String.raw`
def scale(x, factor, offset):
    return (x.astype(np.float64) * factor + offset).astype(np.float32)
`,
  "layer-norm": String.raw`
def layer_norm(x, eps, weight, bias):
    x = x.astype(np.float64)
    distance = x - x.mean(axis=1, keepdims=True)
    y = distance / np.sqrt((distance**2).mean(axis=1, keepdims=True) + eps)
    return (y if weight is None else y * weight + bias).astype(np.float32)
`,
  prelu: String.raw`
def prelu(x, weight):
    return np.where(x > 0, x, x * weight)
`,
  softmax: String.raw`
def softmax(x):
    powers = np.exp(x.astype(np.float64) - x.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
`,
  "log-softmax": String.raw`
def log_softmax(x):
    x = x.astype(np.float64) - x.max(axis=1, keepdims=True)
    return (x - np.log(np.exp(x).sum(axis=1, keepdims=True))).astype(np.float32)
`,
  glu: String.raw`
def glu(x):
    a, b = np.split(x.astype(np.float64), 2, axis=1)
    return (a / (1 + np.exp(-b))).astype(np.float32)
`,
  normal_cdf: String.raw`
@np.vectorize
def normal_cdf(v):
    return 0.5 * math.erfc(-v / math.sqrt(2))
`,
};

export const plain: Readonly<Record<string, string>> = {
  curve: String.raw`
def curve(x, value):
    return [single(value(v)) for v in x]
`,
  linear: String.raw`
def linear(x, weight, bias):
    """x Wᵀ + b, summed in float32 in the order of the inputs."""
    y = []
    for unit, own in enumerate(weight):
        total = array("f", [0.0])
        for v, w in zip(x, own):
            total[0] += v * w
        y.append(total[0] if bias is None else single(total[0] + bias[unit]))
    return y
`,
  scale: String.raw`
def scale(x, factor, offset):
    return [single(v * f + o) for v, f, o in zip(x, factor, offset)]
`,
  "layer-norm": String.raw`
def layer_norm(x, eps, weight, bias):
    mean = sum(x) / len(x)
    root = math.sqrt(sum((v - mean) ** 2 for v in x) / len(x) + eps)
    y = [(v - mean) / root for v in x]
    if weight is not None:
        y = [v * w + b for v, w, b in zip(y, weight, bias)]
    return [single(v) for v in y]
`,
  prelu: String.raw`
def prelu(x, weight):
    slopes = weight * len(x) if len(weight) == 1 else weight
    return [v if v > 0 else single(v * w) for v, w in zip(x, slopes)]
`,
  softmax: String.raw`
def softmax(x):
    powers = [exp(v - max(x)) for v in x]
    return [single(power / sum(powers)) for power in powers]
`,
  "log-softmax": String.raw`
def log_softmax(x):
    total = math.log(sum(exp(v - max(x)) for v in x))
    return [single(v - max(x) - total) for v in x]
`,
  glu: String.raw`
def glu(x):
    half = len(x) // 2
    return [single(a / (1 + exp(-b))) for a, b in zip(x[:half], x[half:])]
`,
  normal_cdf: String.raw`
def normal_cdf(v):
    return 0.5 * math.erfc(-v / math.sqrt(2))
`,
};
