"use strict";
// What is added where scripts run: marks are sent one by one as they are typed, the desk sounds an alarm, a file is read into its field.
// Every page works without: its forms are sent, and lead back.
(() => {
  const words = JSON.parse(document.body.dataset.words || "{}"); // in the language of the page
  const say = (name, facts = {}) => Object.entries(facts).reduce((said, [fact, text]) => said.replace(`{${fact}}`, () => text), words[name] || name);
  const told_at = (moment) => moment.toLocaleTimeString(document.documentElement.lang === "ar-XB" ? "en-GB" : document.documentElement.lang);
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (octet) => octet.toString(16).padStart(2, "0")).join("");

  // The alarm: READY has turned to NOT READY while somebody looks.
  let ready = null;
  const look = () => {
    const now = document.getElementById("readiness");
    if (!now) return;
    if (ready === "yes" && now.dataset.ready === "no") alarm();
    ready = now.dataset.ready;
  };
  const alarm = () => {
    let told = document.getElementById("alarm");
    if (!told) {
      told = document.createElement("div");
      told.id = "alarm";
      told.className = "alarm";
      told.setAttribute("role", "alert");
      document.body.prepend(told);
    }
    told.hidden = false;
    told.textContent = `${say("alarm", { time: told_at(new Date()) })} `;
    const known = document.createElement("button");
    known.type = "button";
    known.textContent = say("seen");
    known.addEventListener("click", () => { told.hidden = true; });
    told.append(known);
  };

  // The clock of the lines goes on from the server's moment.
  const seen = new WeakMap();
  const tick = () => {
    const clock = document.getElementById("clock");
    if (!clock || !clock.dataset.closes) return;
    if (!seen.has(clock)) seen.set(clock, Date.now());
    const left = Math.floor((Date.parse(clock.dataset.closes) - Date.parse(clock.dataset.now) - (Date.now() - seen.get(clock))) / 1000);
    const parts = [Math.floor(Math.abs(left) / 3600), Math.floor(Math.abs(left) / 60) % 60, Math.abs(left) % 60];
    const said = parts.map((part, place) => (place ? String(part).padStart(2, "0") : String(part))).join(":");
    clock.textContent = say(left > 0 ? "lines_left" : "lines_past", { time: said });
  };

  // Marks.
  const places = () => [...document.querySelectorAll("input.mark")];
  const told = (text) => { const where = document.getElementById("told"); if (where) where.textContent = text; };
  const wrong = (input, because) => {
    const id = `${input.id}-wrong`;
    let help = document.getElementById(id);
    if (!because) { if (help) help.remove(); input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); return; }
    if (!help) { help = document.createElement("p"); help.id = id; help.className = "help"; input.after(help); }
    const strong = document.createElement("strong");
    strong.textContent = because;
    help.replaceChildren(strong);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", id);
    told(because);
  };
  const next = (input) => {
    const all = places();
    const at = all.indexOf(input);
    const on = all.slice(at + 1).concat(all.slice(0, at)).find((place) => !place.value && !place.readOnly);
    (on || document.getElementById("send") || input).focus();
  };
  const keys = new Map(); // one key for each mark as it is typed, kept until it is answered
  const send = async (input) => {
    const form = document.getElementById("marks");
    const { id } = input;
    const value = input.value.trim();
    if (!form || !value || input.readOnly) return;
    const kept = keys.get(id);
    const key = kept && kept.value === value ? kept.key : random();
    keys.set(id, { key, value });
    input.readOnly = true;
    input.classList.add("sending");
    const body = new URLSearchParams({ token: form.dataset.token, form_key: key, [id]: value });
    try {
      const answer = await fetch(form.dataset.send, { method: "POST", body, headers: { accept: "application/json" }, credentials: "same-origin" });
      const said = await answer.json();
      const place = document.getElementById(id);
      if (!place) { keys.delete(id); told(said.refused && said.refused[id] ? said.refused[id] : ""); return; }
      place.readOnly = false;
      place.classList.remove("sending");
      if (!answer.ok) { wrong(place, `${said.title || say("not_recorded")} ${said.detail || ""}`); return; }
      keys.delete(id);
      if (said.refused[id]) { place.value = value; wrong(place, said.refused[id]); place.focus(); return; }
      wrong(place, "");
      given(place, value, said.recorded[id]);
    } catch {
      const place = document.getElementById(id);
      if (!place) return; // the page has heard of it: it is on record
      place.readOnly = false;
      place.classList.remove("sending");
      wrong(place, say("not_answered"));
    }
  };
  const given = (input, value, position) => {
    const cell = input.closest("td");
    if (!cell) return;
    const mark = document.createElement("b");
    mark.textContent = value.toUpperCase() === "T" ? "10" : value;
    const at = document.createElement("small");
    at.textContent = ` ${position}`;
    cell.classList.add("given");
    cell.replaceChildren(mark, at);
    told(say("recorded_at", { position }));
  };
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement)) {
      if (event.key === "/" && document.getElementById("find") && !event.ctrlKey && !event.metaKey && !(target instanceof HTMLTextAreaElement)) { event.preventDefault(); document.getElementById("find").focus(); }
      return;
    }
    if (target.id === "find") { if (event.key === "Enter") { event.preventDefault(); find(target); } return; }
    if (!target.classList.contains("mark")) return;
    if (event.key === "Enter") { event.preventDefault(); if (!event.repeat && target.value.trim()) { send(target); next(target); } }
    if (event.key === "Escape") { target.value = ""; wrong(target, ""); }
    if (event.key === "/" && !target.value) { event.preventDefault(); document.getElementById("find").focus(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); beside(target, event.key === "ArrowDown" ? 1 : -1); }
  });
  const beside = (input, by) => {
    const judge = input.id.split(":")[2];
    const column = places().filter((place) => place.id.split(":")[2] === judge);
    const on = column[column.indexOf(input) + by];
    if (on) on.focus();
  };
  const find = (input) => {
    const said = input.value.trim().toLowerCase();
    const row = [...document.querySelectorAll("tr[data-couple]")].find((line) => said && line.dataset.couple.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(said)));
    if (!row) { told(say("nobody_called", { name: said })); input.select(); return; }
    input.value = "";
    const place = row.querySelector("input.mark") || row.querySelector("a");
    if (place) place.focus();
  };

  // A file is read into its field.
  for (const file of document.querySelectorAll("input[type=file][data-into]")) {
    file.closest("label").hidden = false;
    file.addEventListener("change", async () => { if (file.files[0]) document.getElementById(file.dataset.into).value = await file.files[0].text(); });
  }

  new MutationObserver(() => { look(); tick(); }).observe(document.getElementById("main"), { childList: true });
  window.setInterval(tick, 1000);
  look();
})();
