"use strict";
// The page: which file is what, one worker that holds the Python, and what the single file said. It judges nothing itself.
const at = (id) => document.getElementById(id);
const held = (id) => at(id).textContent;
const octets = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const MEANS = {
  0: ["holds", "it holds", "What was not checked stands among the words below."],
  1: ["fails", "it does not follow", "The record is intact, but what was certified or announced does not follow from it."],
  2: ["open", "not understood", "The command line is wrong. That says nothing about the bundle."],
  3: ["open", "not answered", "The question could not be put, or part of the record is newer than this single file; nothing else is wrong with what it could read."],
  5: ["fails", "not intact", "The record is damaged, or is not the one its checkpoints were signed over."],
};
const ROLES = { bundle: "Bundle", policy: "Policy", known: "Checkpoint you hold", openings: "Openings", pins: "Pins" };
const OPTIONS = { policy: "--policy", known: "--known", openings: "--openings", pins: "--pins" };
const ONCE = ["bundle", "policy", "openings", "pins"];
const BY_HAND = "With Python and verify_bundle.py the same is checked by: python verify_bundle.py FILE --policy FILE.";

let files = [], worker = null, ready = null, begun = 0, ticking = 0, events = 0;

// ---- which file is what

async function kindOf(file) {
  const begins = new TextDecoder().decode(await file.slice(0, 65536).arrayBuffer());
  if (begins.startsWith("PK")) return "bundle";
  if (/^[1-9][0-9]{0,17} \{/.test(begins)) return "openings";
  if (/\n\n\u2014 /.test(begins) && !begins.startsWith("{")) return "known";
  if (/^(log|witness|quorum)[ \t]/m.test(begins)) return "policy";
  if (/^(rulebook|gateway)[ \t]/m.test(begins)) return "pins";
  return files.some((one) => one.role === "bundle") ? "policy" : "bundle";
}

async function take(chosen) {
  for (const file of chosen) {
    const role = await kindOf(file);
    if (ONCE.includes(role)) files = files.filter((one) => one.role !== role);
    files.push({ file, role });
  }
  list();
}

const sized = (count) => (count < 10000 ? `${count.toLocaleString("en")} bytes` : count < 1e6 ? `${Math.round(count / 1e3)} kB` : `${(count / 1e6).toFixed(1)} MB`);

function list() {
  at("chosen").replaceChildren(...files.map((one, index) => {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "file";
    name.append(one.file.name, " ");
    const size = document.createElement("small");
    size.textContent = sized(one.file.size);
    name.append(size);
    const select = document.createElement("select");
    select.setAttribute("aria-label", `What ${one.file.name} is`);
    for (const [role, text] of Object.entries(ROLES)) select.append(new Option(text, role, role === one.role, role === one.role));
    select.addEventListener("change", () => { one.role = select.value; });
    const away = document.createElement("button");
    away.type = "button";
    away.textContent = "Remove";
    away.setAttribute("aria-label", `Remove ${one.file.name}`);
    away.addEventListener("click", () => { files.splice(index, 1); list(); at("files").focus(); });
    row.append(name, select, away);
    return row;
  }));
}

// ---- the line the single file is given, and where its files lie

function asked() {
  const brought = [], words = [], taken = new Set();
  const bring = (name, file) => {
    const free = (tried, turn) => (taken.has(tried) ? free(`${turn}/${name}`, turn + 1) : tried);
    const path = free(name, 2);
    taken.add(path);
    brought.push({ path: `/brought/${path}`, file });
    return path;
  };
  const of = (role) => files.filter((one) => one.role === role);
  const named = (file) => (file.name.replace(/^\.+$|[/\0]/g, "_") || "file");
  const paths = of("bundle").map(({ file }) => bring(named(file), file));
  for (const role of Object.keys(OPTIONS)) for (const { file } of of(role)) words.push(`${OPTIONS[role]}=${bring(named(file), file)}`);
  const typed = at("policy").value.trim();
  if (typed && !of("policy").length) words.push(`--policy=${bring("policy.txt", new Blob([`${typed}\n`]))}`);
  const pins = at("pins").value.trim();
  if (pins && !of("pins").length) words.push(`--pins=${bring("pins.txt", new Blob([`${pins}\n`]))}`);
  for (const key of at("signers").value.split("\n").map((line) => line.trim()).filter(Boolean)) words.push(`--signer=${key}`);
  return { words: [...words, "--", ...paths], brought, bundles: paths.length, policies: of("policy").length + (typed ? 1 : 0) };
}

const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function missing({ bundles, policies }) {
  if (bundles !== 1) return bundles ? "Two files are said to be the bundle: say of one what it is, or remove it." : "Choose the bundle.";
  if (!policies) return "Choose or paste your policy: without one nobody's word is believed, and nothing can be checked.";
  return files.filter((one) => one.role === "policy").length > 1 ? "Two files are said to be the policy: remove one." : "";
}

// ---- the worker

function start() {
  worker?.terminate();
  const address = URL.createObjectURL(new Blob([octets(held("of_worker"))], { type: "text/javascript" }));
  worker = new Worker(address);
  ready = new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message || "the worker could not be started"));
    worker.onmessage = ({ data }) => {
      if (data.ready) resolve(data.ready);
      if (data.absent) reject(new Error(data.absent));
      if (data.events) events = data.events;
      if (data.ended) end(data.ended);
    };
  });
  ready.catch(() => {});
  worker.postMessage({ python: held("of_python"), verifier: octets(held("of_verifier")), runner: octets(held("of_runner")) });
}

function working(on) {
  at("progress").hidden = at("stop").hidden = !on;
  at("check").disabled = on;
  clearInterval(ticking);
  if (on) ticking = setInterval(tick, 250);
}

let stage = "";
function tick() {
  const seconds = Math.floor((performance.now() - begun) / 1000);
  at("status").textContent = `${stage}${events ? ` Event ${events.toLocaleString("en")} is reached.` : ""}${seconds > 1 ? ` ${seconds} s` : ""}`;
}

async function check(event) {
  event.preventDefault();
  const question = asked(), lacking = missing(question);
  at("verdict").hidden = true;
  if (lacking) {
    at("status").textContent = lacking;
    at("files").focus();
    return;
  }
  at("line").textContent = ["python", "verify_bundle.py", ...question.words.filter((word, index, all) => word !== "--" || all[index + 1].startsWith("-"))].map(quoted).join(" ");
  begun = performance.now();
  events = 0;
  stage = "Python starts.";
  working(true);
  tick();
  if (!worker) start();
  const mine = worker;
  try {
    await ready;
  } catch (error) {
    if (mine === worker) end({ code: null, out: "", err: "", stopped: `Python could not be started here (${error.message})` });
    return;
  }
  if (mine !== worker) return;
  stage = "The single file reads the bundle.";
  tick();
  worker.postMessage({ words: question.words, brought: question.brought });
}

function end({ code, out, err, stopped }) {
  working(false);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  worker?.terminate();
  worker = null;
  const [tone, ending, means] = MEANS[code] ?? ["open", "no answer", ""];
  const said = (out || err).split("\n")[0];
  at("verdict").className = `verdict ${tone}`;
  at("verdict").dataset.code = code ?? "none";
  at("ending").textContent = code in MEANS ? `Exit code ${code}: ${ending}` : "No answer";
  at("said").textContent = code in MEANS ? said : `The check ended without an answer: ${stopped || `it ended with ${code}`}.`;
  at("means").textContent = means || `That says nothing about the bundle. ${BY_HAND}`;
  at("words").textContent = out + err;
  at("words").hidden = !(out + err);
  if (at("save").href) URL.revokeObjectURL(at("save").href);
  at("save").href = URL.createObjectURL(new Blob([["ending", "said", "means", "line", "words"].map((id) => at(id).textContent).join("\n\n")], { type: "text/plain" }));
  at("verdict").hidden = false;
  at("status").textContent = `${at("ending").textContent}. It took ${seconds} s.`;
  at("said").focus();
}

function stop() {
  worker?.terminate();
  worker = null;
  working(false);
  at("status").textContent = "Stopped: there is no answer.";
  at("check").focus();
}

// ---- the page

at("form").hidden = false;
at("form").addEventListener("submit", check);
at("stop").addEventListener("click", stop);
at("files").addEventListener("change", async () => { await take([...at("files").files]); at("files").value = ""; });
addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("over"); });
addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("over"); });
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  take([...event.dataTransfer.files]);
});
start();
