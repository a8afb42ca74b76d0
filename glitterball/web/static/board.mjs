// The board as an OGraf graphic (EBU, version 1): nothing is painted before it is played. It asks its feed each second.
const LOOK = `
  :host { position: absolute; inset: 0; }
  section { position: absolute; left: 4%; bottom: 6%; min-width: 24em; padding: .8em 1em; color: #fff; background: #14110dd9;
    border-left: .3em solid #d9b45c; font: 2.6vh/1.35 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
  section[hidden] { display: none; }
  table { border-collapse: collapse; width: 100%; } td { padding: .2em .6em .2em 0; }
  .rehearsal { margin: 0 0 .4em; text-align: center; font-weight: 800; background: #9b1c1c; }`;

export default class Board extends HTMLElement {
  #data = { feed: "" };
  #timer = null;
  #box = null;

  async load(params) {
    if (params.renderType && params.renderType !== "realtime") return { statusCode: 400, statusMessage: "Only realtime rendering" };
    this.#data = { ...this.#data, ...(params.data ?? {}) };
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(LOOK);
    root.adoptedStyleSheets = [style];
    this.#box = document.createElement("section");
    this.#box.hidden = true;
    root.replaceChildren(this.#box);
    return { statusCode: 200 };
  }

  async dispose() {
    clearTimeout(this.#timer);
    this.shadowRoot?.replaceChildren();
    return { statusCode: 200 };
  }

  async updateAction(params) {
    this.#data = { ...this.#data, ...(params.data ?? {}) };
    await this.#ask();
    return { statusCode: 200 };
  }

  async playAction() {
    await this.#ask();
    this.#box.hidden = false;
    return { statusCode: 200, currentStep: 0 };
  }

  async stopAction() {
    clearTimeout(this.#timer);
    this.#box.hidden = true;
    return { statusCode: 200 };
  }

  async customAction() {
    return { statusCode: 400, statusMessage: "There is no such action" };
  }

  async goToTime() {
    return { statusCode: 400, statusMessage: "Only realtime rendering" };
  }

  async setActionsSchedule() {
    return { statusCode: 400, statusMessage: "Only realtime rendering" };
  }

  async #ask() {
    clearTimeout(this.#timer);
    try {
      const answer = await fetch(this.#data.feed, { signal: AbortSignal.timeout(4000) });
      if (answer.ok) this.#show(await answer.json());
    } catch {
      // what was shown stays
    }
    this.#timer = setTimeout(() => this.#ask(), 1000);
  }

  #show(rows) {
    const table = document.createElement("table");
    for (const row of rows) {
      const line = table.insertRow();
      for (const text of [row.place, row.name, row.total, row.result]) line.insertCell().textContent = text;
    }
    const mark = document.createElement("p");
    mark.className = "rehearsal";
    mark.textContent = "REHEARSAL";
    this.#box.replaceChildren(...(rows.some((row) => row.mode === "rehearsal") ? [mark] : []), table);
  }
}
