// The part of the Python script that is the same for every network: reading values and CSVs, encoding,
// answering, writing. It is kept as text, because it runs elsewhere.

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
    raise ValueError(f'{where(feature, text)} is not a {feature["kind"]}.')


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


@functools.lru_cache(maxsize=None)
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
    """Answers to rows of inputs; None where there are none."""
    complete = [row for row in rows if row is not None]
    answers = map(answer, forward(complete) if complete else [])
    return [None if row is None else next(answers) for row in rows]


def predict(row):
    """Predicts a row, a dict of values by column name.

    Gives a dict by the names of the columns that are added to a CSV, or None if a
    value is missing that nothing fills.
    """

    def value_of(index):
        value = row.get(FEATURES[index]["column"])
        return value.strip() if isinstance(value, str) else value

    (answers,) = answer_rows([encode(value_of, ".")])
    if answers is None:
        return None
    return {column["name"]: value for column, value in zip(COLUMNS, answers)}
`;

/** Reading a CSV and writing it with the answers. */
export const table = String.raw`
LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


def scan(text, delimiter, at, line, skip=(), most=math.inf):
    """The records: fields, where each ends in the text, the line it begins in."""
    blank = " *" if delimiter == "\t" else "[ \t]*"
    mark = re.escape(delimiter)
    field = re.compile(
        rf'{blank}(?:"([^"]*(?:""[^"]*)*)"{blank}|([^{mark}\r\n]*))'
        rf"({mark}|\r\n|\n|\r|\Z)"
    )
    comment = READING["comment"]
    records = []
    while at < len(text) and len(records) < most:
        if line in skip or (comment is not None and text.startswith(comment, at)):
            at = LINE.match(text, at).end()
            line += 1
            continue
        fields, ends, first = [], [], line
        while True:
            found = field.match(text, at)
            quoted, plain, end = found.groups()
            if quoted is not None:
                line += len(re.findall(r"\r\n|\n|\r", quoted))
                fields.append(quoted.replace('""', '"'))
            elif plain.startswith('"'):
                raise ValueError(f"In line {line}, a quote is not closed as it should.")
            else:
                fields.append(plain.rstrip(" \t"))
            ends.append(found.start(3))
            at = found.end()
            if end != delimiter:
                break
        if fields != [""]:
            records.append((fields, ends, first))
        line += 1
    return records


def folded(name):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).lower()


def places_of(names):
    """The place of each feature, in any case and with any blanks; None if one lacks."""
    places = []
    for feature in FEATURES:
        name = feature["column"]
        alike = [i for i, other in enumerate(names) if folded(other) == folded(name)]
        if name in names:
            places.append(names.index(name))
        elif len(alike) == 1:
            places.append(alike[0])
        else:
            return None
    return places


def header_names(fields):
    """An empty name becomes columnN, a repeated one gets _2, _3, …"""
    written = [name or f"column{index}" for index, name in enumerate(fields, 1)]
    taken, seen, names = set(written), set(), []
    for name in written:
        free, number = name, 2
        while name in seen and free in taken:
            free = f"{name}_{number}"
            number += 1
        seen.add(name)
        taken.add(free)
        names.append(free)
    return names


def names_of(fields, below):
    """A record that lacks a name in front, as R writes names of rows, gets one."""
    most = max(map(len, below), default=0)
    named = max((at for at, field in enumerate(fields, 1) if field != ""), default=0)
    if len(fields) > most and named <= most:
        return header_names(fields[:most])
    is_short = bool(below) and all(len(row) == len(fields) + 1 for row in below)
    if not is_short or "" in fields or all(row[-1] == "" for row in below):
        return header_names(fields)
    names = header_names(["", *fields])[1:]
    first = "column1"
    while first in names:
        first += "_"
    return [first, *names]


def find_table(text, told):
    """What separates the fields, the names, the place of the header."""
    hint = re.match(r'"?sep=(.)"?\1*[ \t]*(?:\r\n|\n|\r|\Z)', text, re.IGNORECASE)
    start, line = (hint.end(), 2) if hint else (0, 1)
    delimiters = [hint[1]] if hint else [",", ";", "\t", "|"]
    if told["delimiter"] is not None:
        delimiters = [told["delimiter"]]
    found = None
    for delimiter in delimiters:
        try:
            head = scan(text, delimiter, start, line, told["skip"], 150)
        except ValueError:
            continue
        head = [fields for fields, _, _ in head]
        for index, fields in enumerate(head[:50]):
            names = names_of(fields, head[index + 1 : index + 100])
            places = places_of(names)
            if READING["header"] is False or places is None:
                continue
            if found is None or len(names) > len(found[1]):
                found = delimiter, names, places, index + 1
            break
        if found is None and READING["header"] is not True and head:
            width = len(head[0])
            names = [f"column{index + 1}" for index in range(width)]
            places = places_of(names)
            if places is not None and all(len(fields) == width for fields in head):
                found = delimiter, names, places, 0
    if found is None:
        columns = ", ".join(feature["column"] for feature in FEATURES)
        raise ValueError(f"The CSV lacks columns of the network: {columns}.")
    return (*found, scan(text, found[0], start, line, told["skip"]))


def find_mark(delimiter, names, places, header, records):
    """The comma if a column reads as numbers only with it, and none only without."""
    if delimiter == ",":
        return "."
    marks = set()
    for column in range(len(names)):
        feature = FEATURES[places.index(column)] if column in places else PLAIN
        form = feature if feature["kind"] == "number" else PLAIN
        rows = records[header:]
        values = {fields[column] for fields, _, _ in rows if column < len(fields)}
        texts = values.difference(feature["missing"])
        able = {
            mark
            for mark in ".,"
            if all(read_number(text, form, mark) is not None for text in texts)
        }
        if len(able) == 1:
            marks |= able
    return "," if marks == {","} else "."


def predict_csv(text):
    """The text of a CSV with a column for each answer at its right edge."""
    found = {"delimiter": None, "decimal": None, "skip": ()}
    told = READING["told"]
    try:
        return predict_as(text, found)
    except ValueError as error:
        if told == found:
            raise
        try:
            return predict_as(text, told)
        except ValueError:
            raise error from None


def predict_as(text, told):
    found = find_table(text, told)
    delimiter, names, places, header, records = found
    mark = told["decimal"] or find_mark(*found)
    width = len(names)
    is_short = header > 0 and len(records[header - 1][0]) < width
    count = len(records) - header
    rows, inputs = [], []
    for index, (fields, ends, line) in enumerate(records[header:]):
        if is_no_row(fields, index, count, found, mark):
            continue
        if any(fields[width:]):
            raise ValueError(f"Line {line} has more fields than there are columns.")

        def value_of(feature, fields=fields):
            place = places[feature]
            return fields[place] if place < len(fields) else ""

        try:
            inputs.append(encode(value_of, mark))
        except ValueError as error:
            raise ValueError(f"Line {line}: {error}") from None
        rows.append((ends, width))
    cells = [free_names(names)] if header else []
    if header:
        rows.insert(0, (records[header - 1][1], width - 1 if is_short else width))
    for answers in answer_rows(inputs):
        cells.append([cell_of(value, mark) for value in answers or [None] * len(COLUMNS)])
    parts, copied = [], 0
    for (ends, width), own in zip(rows, cells):
        edge = ends[width - 1] if len(ends) >= width else ends[-1]
        parts.append(text[copied:edge] + delimiter * max(0, width - len(ends)))
        parts.extend(delimiter + quoted(each, delimiter) for each in own)
        copied = edge
    return "".join(parts) + text[copied:]


TOTAL = re.compile(
    r"(?:(?:grand |sub|overall )?(?:totals?|sum|average|avg\.?|mean|gesamt|summe"
    r"|insgesamt)\b|(?:합계|총계|소계|총합계?|평균|전체|계|合計|总计|合计)\s*:?\Z)",
    re.IGNORECASE,
)


def is_no_row(fields, index, count, found, mark):
    """Names or units once more, or a total at the end."""
    _, names, places, header, records = found
    if header and fields[: len(names)] == records[header - 1][0]:
        return True
    values = [
        (feature, fields[place] if place < len(fields) else "")
        for feature, place in zip(FEATURES, places)
        if feature["kind"] == "number"
    ]
    numbers = [
        read_number(text, feature, mark)
        for feature, text in values
        if text not in feature["missing"]
    ]
    if header and index < 3 and numbers and not any(n is not None for n in numbers):
        return True
    column = next((at for at, field in enumerate(fields) if field != ""), 0)
    feature = FEATURES[places.index(column)] if column in places else PLAIN
    is_known = feature["kind"] in ("number", "boolean")
    is_known = is_known or fields[column] in feature["categories"]
    return index >= count - 3 and TOTAL.match(fields[column]) is not None and not is_known


def cell_of(value, mark):
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    value = single(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    shorts = (float(f"{value:.{digits}g}") for digits in (7, 8, 9))
    text = repr(next(short for short in shorts if single(short) == value))
    return (text[:-2] if text.endswith(".0") else text).replace(".", mark)


def harmless(text):
    """A spreadsheet runs some texts as formulas; behind an apostrophe it does not."""
    return "'" + text if text in UNSAFE else text


def quoted(text, delimiter):
    if delimiter in text or re.search(r'["\r\n]|\A[ \t]|[ \t]\Z', text):
        return '"' + text.replace('"', '""') + '"'
    return text


def free_names(names):
    taken, free = set(names), []
    for column in COLUMNS:
        name, number = column["name"], 2
        while name in taken:
            name = f'{column["name"]}_{number}'
            number += 1
        taken.add(name)
        free.append(harmless(name))
    return free
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
