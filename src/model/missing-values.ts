// The texts that mean a missing value if a column has no list of its own (docs/format.md, "data").

export const missingValues: readonly string[] = ["", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "-nan", "null", "NULL", "<NA>"];
