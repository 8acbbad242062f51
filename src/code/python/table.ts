// How the Python script reads a CSV and writes it with the answers, the same for every network. It is kept as
// text, because it runs elsewhere.

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
    found = {"delimiter": None, "decimal": None, "skip": []}
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
        answers = answers or [None] * len(COLUMNS)
        cells.append([cell_of(value, mark) for value in answers])
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
    is_total = TOTAL.match(fields[column]) is not None and not is_known
    return index >= count - 3 and is_total


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
            name = f"{column['name']}_{number}"
            number += 1
        taken.add(name)
        free.append(harmless(name))
    return free
`;
