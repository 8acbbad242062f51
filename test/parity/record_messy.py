"""Writes a few hundred messy CSVs and records what pandas reads in them.

    python3 record_messy.py > ../fixtures/parity/messy.json

Needs pandas 1.5. Each file is kept as text, with the settings it is read by and
the cells of each column as pandas.read_csv reads them: all as text, with the
missing values of docs/format.md, and without a guess about kinds.
"""

import io
import json
import random

import pandas as pd

MISSING = ["", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "-nan", "null", "NULL", "<NA>"]
WORDS = ["a", "é", "한글", "x y", "NA", "", "null", "0x1F", "1_0", "inf", "true", "#", "-", "😀", "Null"]
NUMBERS = ["0", "-0", "1", "+2", "3.5", ".5", "6.", "-7e-3", "1E5", "007", "123456789012345678", "0.1", "1e-320", ""]


def cell(rng, kind, delimiter, end):
    """One field as a person might write it."""
    if kind == "number":
        text = rng.choice(NUMBERS) if rng.random() < 0.7 else repr(rng.gauss(0, 10 ** rng.randint(-5, 9)))
        return text if rng.random() < 0.8 else f'"{text}"'
    text = rng.choice(WORDS)
    if rng.random() < 0.3:
        text += rng.choice([delimiter, '"', end, " q ", ";", ","])
    if any(mark in text for mark in (delimiter, '"', "\n", "\r")) or text == "#" or rng.random() < 0.2:
        return '"' + text.replace('"', '""') + '"'
    return text


def make(seed):
    """A file, and how it is to be read."""
    rng = random.Random(seed)
    delimiter = rng.choice([",", ";", "\t", "|"])
    end = rng.choice(["\n", "\r\n"])
    kinds = [rng.choice(["number", "text"]) for _ in range(rng.randint(2, 5))]
    lines = [delimiter.join(f"c{index}" for index in range(len(kinds)))]
    for _ in range(rng.randint(1, 15)):
        fields = [cell(rng, kind, delimiter, end) for kind in kinds]
        if fields[0].startswith("#"):
            fields[0] = "n" + fields[0]
        if rng.random() < 0.1:
            fields = fields[: rng.randint(1, len(fields))]
        line = delimiter.join(fields)
        lines.append(line if line.strip(" \t") else "z" + line)
        if rng.random() < 0.1:
            lines.append(rng.choice(["", "# a comment"]))
    text = end.join(lines) + (end if rng.random() < 0.7 else "")
    return ("\ufeff" if rng.random() < 0.1 else "") + text, delimiter


def read(text, delimiter):
    """What pandas reads: the cells of each column, and its numbers where all are."""
    # Comments are whole lines here; pandas would cut those within a line, too.
    kept = [line for line in io.StringIO(text, newline="") if not line.startswith("#")]
    table = pd.read_csv(
        io.StringIO("".join(kept).lstrip("\ufeff")),
        sep=delimiter,
        dtype=object,
        keep_default_na=False,
        index_col=False,
        encoding="utf-8",
    )
    columns = []
    for name in table.columns:
        cells = [None if value != value or value in MISSING else value for value in table[name]]
        try:
            present = pd.Series([value for value in cells if value is not None], dtype=object)
            plain = present.str.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", flags=256).all()
            numbers = [None if value is None else repr(float(value)) for value in cells] if plain and len(present) else None
        except AttributeError:
            numbers = None
        columns.append(numbers if numbers is not None else cells)
    return columns


def main():
    files = []
    for seed in range(300):
        text, delimiter = make(seed)
        files.append({"text": text, "delimiter": delimiter, "columns": read(text, delimiter)})
    print(json.dumps({"pandas": pd.__version__, "files": files}, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
