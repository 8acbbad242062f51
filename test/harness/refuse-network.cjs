// Refuses every way to a network, and writes down who tried, into the file that PERCEPTRON_ATTEMPTS names.
// `node --require` loads it before a program, and Node then also into each of the program's threads.

"use strict";

const { appendFileSync } = require("node:fs");
const dns = require("node:dns");
const modules = {
  net: [require("node:net"), ["connect", "createConnection", "createServer"]],
  "net.Socket": [require("node:net").Socket.prototype, ["connect"]],
  "net.Server": [require("node:net").Server.prototype, ["listen"]],
  tls: [require("node:tls"), ["connect"]],
  http: [require("node:http"), ["request", "get"]],
  https: [require("node:https"), ["request", "get"]],
  http2: [require("node:http2"), ["connect"]],
  dgram: [require("node:dgram"), ["createSocket"]],
  dns: [dns, lookups(dns)],
  "dns.promises": [dns.promises, lookups(dns.promises)],
  "dns.Resolver": [dns.Resolver.prototype, lookups(dns.Resolver.prototype)],
  global: [globalThis, ["fetch", "WebSocket", "EventSource"]],
};

for (const [owner, [where, names]] of Object.entries(modules))
  for (const name of names) if (typeof where[name] === "function") refuse(owner, where, name);

function lookups(where) {
  return Object.getOwnPropertyNames(where).filter((name) => /^(lookup|resolve|reverse)/.test(name));
}

function refuse(owner, where, name) {
  const refused = function () {
    const error = new Error(`${owner}.${name} was refused`);
    appendFileSync(process.env.PERCEPTRON_ATTEMPTS, `${error.stack}\n\n`);
    throw error;
  };
  Object.defineProperty(where, name, { configurable: true, writable: true, value: refused });
}
