// Asks the authenticator for what a form needs: an assertion to sign or to come in by, or a new credential. Bytes are base64url.
"use strict";
(() => {
  const octets = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const asserted = (made) =>
    JSON.stringify({
      id: made.id, rawId: made.id, type: made.type,
      response: {
        authenticatorData: text(made.response.authenticatorData),
        clientDataJSON: text(made.response.clientDataJSON),
        signature: text(made.response.signature),
      },
    });

  const sign = async (form) => {
    const { challenge, rp, credentials } = form.dataset;
    const allowed = credentials.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: octets(id) }));
    const publicKey = { challenge: octets(challenge), rpId: rp, userVerification: "required", allowCredentials: allowed };
    form.elements.assertion.value = asserted(await navigator.credentials.get({ publicKey }));
  };

  const enter = async (form) => {
    const answer = await fetch("/enter/passkey/challenge", {
      method: "POST",
      headers: { "X-Glitterball-Token": form.elements.token ? form.elements.token.value : "" },
    });
    if (!answer.ok) throw new Error(`the pages answered ${answer.status}`);
    const given = await answer.json();
    const publicKey = { challenge: octets(given.challenge), rpId: given.rp, userVerification: "required" };
    form.elements.word.value = given.word;
    form.elements.credential.value = asserted(await navigator.credentials.get({ publicKey }));
  };

  const make = async (form) => {
    const { challenge, rp, user, name, kinds, held } = form.dataset;
    const publicKey = {
      challenge: octets(challenge),
      rp: { id: rp, name: "Glitterball" },
      user: { id: octets(user), name, displayName: name },
      pubKeyCredParams: kinds.split(" ").map((kind) => ({ type: "public-key", alg: Number(kind) })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: held.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: octets(id) })), // or it takes their place
      attestation: "none",
    };
    const made = await navigator.credentials.create({ publicKey });
    form.elements.credential.value = JSON.stringify({
      id: made.id, rawId: made.id, type: made.type,
      response: {
        attestationObject: text(made.response.attestationObject),
        clientDataJSON: text(made.response.clientDataJSON),
      },
    });
  };

  const onward = document.querySelector("a[data-go]"); // from a page of this site the session's cookie is sent along
  if (onward) location.replace(onward.href);

  const asks = { sign, enter, make };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      const says = form.querySelector("[role=alert]");
      button.disabled = true;
      says.textContent = "";
      try {
        await asks[form.dataset.passkey](form);
        form.submit();
      } catch (error) {
        const words = JSON.parse(document.body.dataset.words || "{}");
        says.textContent = (words.no_authenticator || "{error}").replace("{error}", () => error.message);
        button.disabled = false;
      }
    });
  }
})();
