// Asks the feed each second and shows what it says. What was shown stays where the server is away; a board in a room says so.
"use strict";
(() => {
  const body = document.body;
  const words = JSON.parse(body.dataset.words || "{}"); // in the language of the page; what the feed says is English
  const say = (name, facts = {}) => Object.entries(facts).reduce((said, [fact, text]) => said.replace(`{${fact}}`, () => text), words[name] || name);
  const result = (said) => (said.startsWith("place ") ? say("place", { place: said.slice(6) }) : say(said));
  const figure = (text) => text.replaceAll(/[.,]/g, (sign) => (sign === "." ? words.point : words.comma));
  const stale = document.getElementById("stale");
  if (new URLSearchParams(location.search).get("over") === "picture") body.classList.add("over");
  let held = "";
  let failed = 0;

  const cell = (kind, text, right) => {
    const made = document.createElement(kind);
    made.textContent = text;
    if (kind === "th") made.scope = "row";
    if (right) made.className = "n";
    return made;
  };

  const show = (rows) => {
    const lines = rows.map((row) => {
      const line = document.createElement("tr");
      line.append(cell("td", row.place, true), cell("th", row.name), cell("td", figure(row.total), true), cell("td", result(row.result)));
      return line;
    });
    document.getElementById("rows").replaceChildren(...lines);
    if (rows.length) {
      const { week, title } = rows[0];
      document.getElementById("week").textContent = title ? say("week_called", { week, title }) : say("week", { week });
    }
  };

  const ask = async () => {
    try {
      const answer = await fetch(body.dataset.feed, { cache: "no-cache", signal: AbortSignal.timeout(4000) });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (text !== held) show(JSON.parse(text));
      held = text;
      failed = 0;
      stale.hidden = true;
    } catch {
      failed += 1;
      if (failed === 3) stale.textContent = say("stale_board", { time: new Date().toTimeString().slice(0, 8) });
      if (failed >= 3) stale.hidden = false;
    }
    setTimeout(ask, Math.min(1000 * (failed + 1), 5000));
  };
  setTimeout(ask, 1000);
})();
