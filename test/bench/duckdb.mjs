// DuckDB's reader of CSVs: node duckdb.mjs FOLDER FILE THREADS prints the seconds it took to read the file into
// a table. FOLDER has the package.

import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, file, threads] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(join(folder, "package.json"))("@duckdb/node-api");
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
const start = performance.now();
await connection.run(`create table t as select * from read_csv('${file.replaceAll("'", "''")}')`);
console.log((performance.now() - start) / 1000);
process.exit(0);
