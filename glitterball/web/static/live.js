"use strict";
// What is added where scripts run: the page is asked for again when something is new, and says STALE as soon as it has lost its server.
// `y` goes to the address that never changes. Nothing here is needed for reading.
(() => {
  const words = JSON.parse(document.body.dataset.words || "{}"); // in the language of the page
  const say = (name, facts = {}) => Object.entries(facts).reduce((said, [fact, text]) => said.replace(`{${fact}}`, () => text), words[name] || name);
  const clock = (moment) => moment.toLocaleTimeString(document.documentElement.lang === "ar-XB" ? "en-GB" : document.documentElement.lang);
  const stale = document.getElementById("stale");
  const address = document.body.dataset.live;
  const patience = 5000; // a beat comes every two seconds
  const waits = [500, 1000, 2000, 5000];

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
    const cite = document.querySelector(".cite a");
    if (event.key === "y" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && cite) location.assign(cite.href);
  });
  if (!address || !window.EventSource) return;

  let known = Number(new URL(address, location.href).searchParams.get("after")) || 0;
  let shown = known;
  let heard = Date.now();
  let since = null;
  let tries = 0;
  let source = null;
  let again = 0;
  let asking = false;

  const lost = () => {
    if (since === null) {
      since = new Date();
      stale.textContent = say("stale", { time: clock(since) });
      stale.hidden = false;
      document.documentElement.dataset.stale = "yes";
    }
    if (source) source.close();
    source = null;
    window.clearTimeout(again);
    again = window.setTimeout(listen, waits[Math.min(tries++, waits.length - 1)]);
  };

  const found = () => {
    heard = Date.now();
    tries = 0;
    if (shown < known) return; // what it shows is not yet what the server has
    since = null;
    stale.hidden = true;
    delete document.documentElement.dataset.stale;
  };

  const replace = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const open = [...document.querySelectorAll("details[open][id]")].map((details) => details.id);
    const focused = document.activeElement && document.activeElement.id;
    const main = document.getElementById("main");
    const fresh = page.getElementById("main");
    const cite = page.querySelector(".cite");
    if (!main || !fresh) throw new Error("the answer is no page of ours");
    const refused = new Map([...main.querySelectorAll("[aria-invalid][id]")].map((place) => [place.id, document.getElementById(`${place.id}-wrong`)]));
    const typed = [...main.querySelectorAll("input[id], textarea[id]")].filter((place) => place.type !== "hidden" && place.value !== place.defaultValue);
    main.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
    const old = document.querySelector(".cite");
    if (cite && old) old.replaceWith(document.adoptNode(cite));
    document.title = page.title;
    document.getElementById("news").textContent = say("new", { title: page.title });
    for (const before of typed) { // what is typed and not sent stays where it is
      const place = document.getElementById(before.id);
      if (!place) continue;
      place.value = before.value;
      place.readOnly = before.readOnly;
      place.className = before.className;
      const because = refused.get(before.id);
      if (!because) continue;
      place.setAttribute("aria-invalid", "true");
      place.setAttribute("aria-describedby", because.id);
      place.after(because);
    }
    for (const id of open) { const details = document.getElementById(id); if (details) details.open = true; }
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus({ preventScroll: true });
    main.classList.remove("changed");
    void main.offsetWidth;
    main.classList.add("changed");
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      while (shown < known) {
        const wanted = known;
        const answer = await fetch(location.href, { cache: "no-cache", credentials: "same-origin" });
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        replace(await answer.text());
        shown = wanted;
      }
      found();
    } catch {
      lost();
    } finally {
      asking = false;
    }
  };

  const listen = () => {
    if (source) source.close();
    const at = new URL(address, location.href);
    at.searchParams.set("after", String(known));
    source = new EventSource(at);
    source.addEventListener("change", (event) => { known = Math.max(known, JSON.parse(event.data).position); heard = Date.now(); ask(); });
    source.addEventListener("beat", () => { if (shown < known) ask(); else found(); });
    source.addEventListener("error", lost);
  };

  window.setInterval(() => { if (Date.now() - heard > patience && since === null) lost(); }, 500);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && since !== null) listen(); });
  window.addEventListener("online", () => { if (since !== null) listen(); });
  window.addEventListener("offline", lost);
  listen();
})();
