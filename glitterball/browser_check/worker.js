// Runs the single file in WebAssembly Python. It is given everything: `fetch` answers from what it was given and asks nobody.
// A classic worker, because browsers give no module worker to a page that is opened as a file; Pyodide wants to be told that it is none.
"use strict";

globalThis.importScripts = () => {
  throw new TypeError("nothing is imported from elsewhere");
};

function octets(base64) {
  const text = atob(base64), made = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) made[at] = text.charCodeAt(at);
  return made;
}

async function unpacked(tarball) {
  const stream = new Blob([tarball]).stream().pipeThrough(new DecompressionStream("gzip"));
  const octets = new Uint8Array(await new Response(stream).arrayBuffer());
  const text = (start, length) => new TextDecoder().decode(octets.subarray(start, start + length)).split("\0")[0];
  const files = new Map();
  for (let at = 0; at + 512 <= octets.length && octets[at]; ) {
    const size = parseInt(text(at + 124, 12), 8);
    files.set(text(at, 100).split("/").pop(), octets.subarray(at + 512, at + 512 + size));
    at += 512 + 512 * Math.ceil(size / 512);
  }
  return files;
}

const KINDS = { wasm: "application/wasm", zip: "application/zip", json: "application/json" };

function answeredFrom(files) {
  return async (address) => {
    const name = String(address).split("/").pop();
    if (!files.has(name)) throw new TypeError(`${name} is not in this page, and nothing else is asked`);
    return new Response(files.get(name), { headers: { "content-type": KINDS[name.split(".").pop()] ?? "text/plain" } });
  };
}

async function imported(octets) {
  const address = URL.createObjectURL(new Blob([octets], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function started({ python, verifier, runner }) {
  const files = await unpacked(octets(python));
  globalThis.fetch = answeredFrom(files);
  const { loadPyodide } = await imported(files.get("pyodide.mjs"));
  const { default: createPyodideModule } = await imported(files.get("pyodide.asm.mjs"));
  const quiet = { stdin: () => null, stdout: () => {}, stderr: () => {} };
  const made = await loadPyodide({ createPyodideModule, indexURL: "https://here.invalid/", ...quiet });
  made.FS.mkdirTree("/program");
  made.FS.mkdirTree("/brought");
  made.FS.writeFile("/program/verify_bundle.py", verifier);
  made.FS.writeFile("/program/run_in_browser.py", runner);
  made.runPython("import sys; sys.path.insert(0, '/program'); import verify_bundle, run_in_browser");
  return made;
}

async function checked(python, { words, brought }) {
  for (const { path, file } of brought) {
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    python.FS.writeFile(path, new Uint8Array(await file.arrayBuffer()), { canOwn: true });
  }
  const { run } = python.globals.get("run_in_browser");
  return JSON.parse(run(JSON.stringify(words), (events) => postMessage({ events })));
}

const why = (error) => String(error?.message ?? error).trim().split("\n").pop().slice(0, 300);
let python = null;

addEventListener("message", async ({ data }) => {
  if (data.python) {
    try {
      python = await started(data);
      postMessage({ ready: python.runPython("sys.version.split()[0]") });
    } catch (error) {
      postMessage({ absent: why(error) });
    }
    return;
  }
  try {
    postMessage({ ended: await checked(python, data) });
  } catch (error) {
    postMessage({ ended: { code: null, out: "", err: "", stopped: why(error) } });
  }
});
