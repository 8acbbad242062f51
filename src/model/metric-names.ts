// What is counted of each epoch beside the loss, in the order of records, CSVs and tables.

export const metricNames = ["accuracy", "r2", "mae"] as const;
