// Taplo's language server over stdin and stdout: its package leaves the talking to whoever embeds it.
import { readFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { cwd, env, exit, stderr, stdin, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import taplo from "@taplo/lsp";

const refused = () => Promise.reject(new Error("a test has no use for that"));
globalThis.fetch = refused; // it would ask the network for a catalogue of other schemas
const world = {
  cwd,
  envVar: (name) => env[name],
  envVars: () => Object.entries(env),
  findConfigFile: () => undefined,
  glob: () => [],
  isAbsolute,
  isWindows: () => false,
  now: () => new Date(),
  readFile,
  stdErrAtty: () => false,
  stderr,
  stdin,
  stdout,
  urlToFilePath: fileURLToPath,
  writeFile: refused,
};

function send(message) {
  const body = Buffer.from(JSON.stringify(message));
  stdout.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
}

const server = await taplo.TaploLsp.initialize(world, { onMessage: send });
let unread = Buffer.alloc(0);

stdin.on("data", (chunk) => {
  unread = Buffer.concat([unread, chunk]);
  for (;;) {
    const head = unread.indexOf("\r\n\r\n");
    if (head < 0) return;
    const end = head + 4 + Number(/Content-Length: (\d+)/i.exec(unread.subarray(0, head))[1]);
    if (unread.length < end) return;
    const message = JSON.parse(unread.subarray(head + 4, end));
    unread = unread.subarray(end);
    if (message.method === "exit") exit(0);
    server.send(message);
  }
});
