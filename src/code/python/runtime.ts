// The part of the Python script that is the same for every network: reading values, encoding, answering,
// the command line. It is kept as text, because it runs elsewhere.

/** From values to inputs. */
export const encoding = String.raw`
def single(value):
    """The nearest float32."""
    return array("f", [value])[0]


def encode(value_of, mark):
    """A row as inputs; None if a value is missing that nothing fills."""
    inputs = [0.0] * INPUTS
    for index, feature in enumerate(FEATURES):
        value = read(value_of(index), feature, mark)
        if value is None:
            return None
        at = feature["at"]
        if feature["encode"] == "value":
            inputs[at] = single((value - feature["shift"]) / feature["scale"])
            if not math.isfinite(inputs[at]):
                raise ValueError(where(feature, value) + " is too large for float32.")
        elif feature["encode"] == "date":
            inputs[at : at + 4] = map(float, read_date(value, feature))
        elif value in feature["categories"]:
            found = feature["categories"].index(value)
            if feature["encode"] == "ordinal":
                inputs[at] = float(found)
            else:
                inputs[at + found] = 1.0
    return inputs


def read(value, feature, mark):
    """A value as a number or a text; what fills it if it is missing."""
    if value is None or value != value:
        return feature["fill"]
    text = str(value)
    if text in feature["missing"]:
        return feature["fill"]
    if feature["kind"] == "category":
        return text
    if feature["kind"] == "number":
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        number = float(value) if is_number else read_number(text, feature, mark)
        if number is not None:
            return number
    elif text.lower() in ("true", "false"):
        return 1.0 if text.lower() == "true" else 0.0
    raise ValueError(f"{where(feature, text)} is not a {feature['kind']}.")


def where(feature, value):
    return f'"{value}" in column "{feature["column"]}"'


def read_number(text, feature, mark):
    """The number; None if the text is none in the column's form."""
    strip, parentheses = feature["strip"], feature["parentheses"]
    if not strip and not parentheses:
        return plain_number(text, feature["thousands"], mark)
    inner = bare(text, strip)
    if not parentheses or not re.fullmatch(r"\(.*\)", inner, re.DOTALL):
        return plain_number(inner, feature["thousands"], mark)
    value = bare(inner[1:-1], strip)
    number = plain_number(value, feature["thousands"], mark)
    return None if number is None or value[:1] in ("+", "-") else -number


def bare(text, strip):
    """What is left without the texts at either end; a sign in front stays."""
    if not strip:
        return text
    longest = sorted(strip, key=len, reverse=True)
    either = "|".join([*map(re.escape, longest), "[ \\t]"])
    left = re.sub(rf"\A([+-]?)(?:{either})+", r"\1", text)
    return re.sub(rf"(?:{either})+\Z", "", left)


@functools.cache
def number_shape(thousands, mark):
    whole = r"\d+"
    if thousands is not None:
        whole = rf"(?:\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+|\d+)"
    point = re.escape(mark)
    return re.compile(
        rf"[+-]?(?:{whole}(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?", re.ASCII
    )


def plain_number(text, thousands, mark):
    if thousands == mark:
        thousands = None
    if not number_shape(thousands, mark).fullmatch(text):
        return None
    if thousands is not None:
        text = text.replace(thousands, "")
    value = float(text.replace(",", ".") if mark == "," else text)
    return value if math.isfinite(value) else None
`;

/** Dates, if there are any. */
export const dates = String.raw`
def read_date(text, feature):
    """Year, month, weekday (Monday 0) and day of month."""
    parts = date_parts(text, feature["date"])
    if parts is not None:
        year, month, day = map(int, parts)
        try:
            return year, month, datetime.date(year, month, day).weekday(), day
        except ValueError:
            pass
    raise ValueError(where(feature, text) + " is not a date.")


def date_parts(text, order):
    if order == "year-first":
        found = YEAR_FIRST.fullmatch(text)
        if found is None:
            return None
        places = ((1, 9), (3, 5, 7, 10), (4, 6, 8, 11))
        return [next(found[n] for n in some if found[n] is not None) for some in places]
    found = YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    year = int(found[4])
    if len(found[4]) == 2:
        year += 2000 if year <= 68 else 1900
    first, second = found[1], found[3]
    return (year, first, second) if order == "month-first" else (year, second, first)
`;

/** From outputs to answers. */
export const answering = String.raw`
def exp(value):
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def answer(outputs):
    """The class or the number, and probabilities, in the order of the columns."""
    if PROBABILITIES and not all(0 <= value <= 1 for value in outputs):
        raise ValueError("The network gave a number that is no probability.")
    most = max(outputs)
    powers = [exp(value - most) for value in outputs]
    return [cell(column, outputs, powers) for column in COLUMNS]


def cell(column, outputs, powers):
    about, of = ANSWERS[column["answer"]], column["probability_of"]
    if about["kind"] == "classes":
        if of is not None:
            return powers[of] / sum(powers)
        # Of equal outputs the first.
        able = outputs[: about["count"]]
        return about["classes"][able.index(max(able))]
    value = outputs[about["output"]]
    if about["kind"] == "number":
        return exp(value) if about["meaning"] == "exp" else value
    if of is None:
        return about["yes"] if about["sign"] * value >= about["cut"] else about["no"]
    yes = 1 / (1 + exp(-value)) if about["probability"] == "sigmoid" else value
    return yes if of == 1 else 1 - yes


def answer_rows(rows):
    """Answers to rows of inputs; None for a row without inputs."""
    complete = [row for row in rows if row is not None]
    answers = map(answer, forward(complete) if complete else [])
    return [None if row is None else next(answers) for row in rows]


def predict(row):
    """Answers a row, a dict by column name; None if it lacks what nothing fills."""

    def value_of(index):
        value = row.get(FEATURES[index]["column"])
        return value.strip() if isinstance(value, str) else value

    (answers,) = answer_rows([encode(value_of, ".")])
    if answers is None:
        return None
    names = [column["name"] for column in COLUMNS]
    return dict(zip(names, answers))
`;

/** The command line, and the check of the row with a known answer. */
export const main = String.raw`
def self_check():
    """Whether the answers to a row of the training CSV are those of Perceptron."""
    answers = predict(CHECK["row"])

    def is_same(own, other):
        if isinstance(other, str):
            return own == other
        return abs(own - other) <= 1e-5 * max(1, abs(other))

    expected = CHECK["answers"]
    return all(is_same(answers[name], expected[name]) for name in expected)


def decode(data):
    """A CSV as text: what its mark says, UTF-8, or as the training CSV."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16"), True
    try:
        return data.decode("utf-8-sig"), data[:3] == b"\xef\xbb\xbf"
    except UnicodeDecodeError:
        return data.decode(READING["encoding"]), True


def main(words):
    if words == ["--check"]:
        print("ok" if self_check() else "the answers differ")
        return 0 if self_check() else 1
    if len(words) != 2:
        print(f"Usage: python {sys.argv[0]} IN.csv OUT.csv", file=sys.stderr)
        return 2
    try:
        with open(words[0], "rb") as file:
            text, is_marked = decode(file.read())
        result = predict_csv(re.sub("\x1a(?:\r\n|\n|\r)?\\Z", "", text))
        with open(words[1], "wb") as file:
            file.write((b"\xef\xbb\xbf" if is_marked else b"") + result.encode("utf-8"))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
`;
