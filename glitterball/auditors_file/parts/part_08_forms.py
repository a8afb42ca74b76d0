"""The forms of events: types, fields and values, one line each (bundle.md, sections 4 and 9)."""

from __future__ import annotations

from .part_08_form_of_rulebooks import FORMS_OF_RULEBOOKS

PROMISE = (
    "savable|nobody-safe|winnable|votes-matter|monotone|decisive|neutral|no-dictator|consistent|withdrawal-proof"
    "|scale-free|conserved|order-free|local|schedule"
)
_ROLE = "score desk|gateway|supervisor|producer|executive|adjudicator|engine|historian|witness|auditor"
_ROLE_OF_A_PERSON = "score desk|supervisor|producer|executive|adjudicator|historian|auditor"
_PERSON = (
    f"identity: slug; name: name; roles: {_ROLE_OF_A_PERSON}{{1,7}}; keys: vkey{{0,10}}; passkeys?: PASSKEY{{1,10}}"
)
_MARK = "source?: name; week: week; dance: dance; judge: slug; mark: exact"
_WEEK_AND_WHY = "source?: name; week: week; reason: name"
_BYE = (
    "source?: name; week: week; couples: slug{1,60}; holds: bye|no marks|marks of a week; marks_of?: week; reason: name"
)
_WEEK = "source?: name; week: week; form: slug; episodes: EPISODE+; scores_from: week+; votes_from: week+"
_CAST = (
    "source?: name; couple: slug; celebrity: name; professional?: name; from_week: week; to_week?: week; reason: name"
)
_ORDER = "source?: name; week: week; episode: number; dances: dance{1,200}; reason: name"
_LEFT = "source?: name; week: week; couple: slug; reason: name"
_ABSENT = "source?: name; week: week; episode: number; judge: slug; reason: name"
_REPLACED = "source?: name; week: week; gateway: slug; channel: slug; body: name; votes: VOTES+; reason: name"
_GIVEN_UP = "source?: name; week: week; gateway: slug; taken: as delivered|not at all; reason: name"
_WINDOW = "source?: name; week: week; opens: time; closes: time; reason: name"
_CUT = "source?: name; week: week; couples: slug{2,60}; decided: all go on|none goes on; how: name"
_PLACED = "source?: name; week: week; places: PLACE+"
_SAID = "source?: name; week: week; what: danger|saved|eliminated; couples: slug*"
_OF_PROOF = (
    "source?: name; week: week; certified: positive; groups: slug{1,60}{1,60}; equal: slug{2,60}*; "
    "proved: PROVED+; context_sha256: sha256; proof_sha256: sha256"
)
_HIDING = "void-batch|substitute-input|replace-manifest|certify-outcome"
_VOID = "source?: name; week: week; gateway: slug; batch: positive; reason: name"
_DESTROYED = "source?: name; key: sha256; reason: name; settled: positive{0,}"
FORMS = {
    "season-opened.v1": "source?: name; season: slug; show: name; number: season number; "
    "mode: live|rehearsal|historic; venue?: name",
    "season-opened.v2": "source?: name; season: slug; show: name; number: season number; "
    "mode: live|rehearsal|historic; venue?: name; counts: =hidden",
    "season-opened.v3": "source?: name; season: slug; show: name; number: season number; "
    "mode: live|rehearsal|historic; venue?: name; counts: =hidden; commitments: =by batch",
    "rulebook-adopted.v1": "source?: name; rulebook: RULEBOOK; from_week: week; sha256: sha256",
    "couple-cast.v1": "source?: name; couple: slug; celebrity: name; professional?: name",
    "cast-changed.v1": _CAST,
    "couple-withdrew.v1": _LEFT,
    "withdrawal-taken-back.v1": _LEFT,
    "week-opened.v1": _WEEK,
    "week-opened.v2": f"{_WEEK}; title: name",
    "week-restated.v1": f"{_WEEK}; reason: name",
    "panel-seated.v1": "source?: name; week: week; episode: number; judges: JUDGE{1,15}; head?: slug; casting?: slug",
    "judge-absent.v1": _ABSENT,
    "dance-scheduled.v1": "source?: name; week: week; episode: number; round: slug; couples: slug{1,60}; style?: name; "
    "team?: slug",
    "running-order-stated.v1": _ORDER,
    "score-given.v2": _MARK,
    "total-given.v1": "source?: name; week: week; dances: dance+; total: exact",
    "score-corrected.v1": f"{_MARK}; reason: name; was: exact",
    "score-taken-back.v1": "source?: name; week: week; dance: dance; judge: slug; was: exact",
    "paddle-shown.v1": _MARK,
    "couples-called.v1": "source?: name; week: week; episode: number; round: slug; judge: slug; couples: slug{1,60}; "
    "reason?: name",
    "bonus-awarded.v1": "source?: name; week: week; couple: slug; points: exact; reason: name",
    "immunity-granted.v1": "source?: name; week: week; couple: slug; reason: name",
    "bye-stated.v1": _BYE,
    "gateway-key-introduced.v1": "source?: name; gateway: slug; key: vkey",
    "gateway-key-rotated.v1": "source?: name; gateway: slug; key: vkey; retires: key id",
    "gateway-key-revoked.v1": "source?: name; gateway: slug; key_id: key id; reason: name",
    "openings-destroyed.v1": _DESTROYED,
    "season-founded.v1": "source?: name; people: PERSON{2,40}",
    "person-introduced.v1": f"source?: name; {_PERSON}",
    "person-changed.v1": f"source?: name; {_PERSON}; reason: name",
    "person-revoked.v1": "source?: name; identity: slug; reason: name",
    "voting-opened.v1": "source?: name; week: week; gateways: GATEWAY*; opens?: time; closes?: time",
    "voting-opened.v2": "source?: name; week: week; gateways: GATEWAY*; opens?: time; closes?: time; couples: slug{1,60}",
    "window-stated.v1": f"{_WINDOW}; outside: OUTSIDE*",
    "voting-closed.v1": "source?: name; week: week",
    "batch-voided.v1": f"{_VOID}; channel: slug; body: name; votes: VOTES*; nonce?: nonce",
    "batch-voided.v2": f"{_VOID}; channel: slug; body: name; hidden_sha256: sha256",
    "hidden batch-voided.v2": "votes: VOTES*; nonce: salt",
    "channel-voided.v1": "source?: name; week: week; channel: slug; reason: name",
    "outage-noted.v1": "source?: name; week: week; channel: slug; began: time; ended?: time; what: name",
    "input-substituted.v1": "source?: name; week: week; body: name; votes: VOTES+; reason: name; nonce?: nonce",
    "input-substituted.v2": "source?: name; week: week; body: name; reason: name; hidden_sha256: sha256",
    "hidden input-substituted.v2": "votes: VOTES+; nonce: salt",
    "manifest-replaced.v1": f"{_REPLACED}; nonce?: nonce",
    "manifest-replaced.v2": "source?: name; week: week; gateway: slug; channel: slug; body: name; reason: name; "
    "hidden_sha256: sha256",
    "hidden manifest-replaced.v2": "votes: VOTES+; nonce: salt",
    "gateway-given-up.v1": _GIVEN_UP,
    "elimination-cancelled.v1": _WEEK_AND_WHY,
    "judge-ballot-cast.v1": "source?: name; week: week; judge: slug; saves: slug",
    "tie-settled.v1": "source?: name; week: week; link: lot|authority; order: slug{2,}; how: name; by: name",
    "cut-settled.v1": f"{_CUT}; by: name",
    "outcome-certified.v1": "source?: name; week: week; rulebook: name; rulebook_sha256: sha256; form: slug; "
    "sides: slug*; cuts: CUT*; inputs_sha256: sha256; working_sha256: sha256; standings: LINE*; "
    "bottom: slug*; leaving: slug*; saved: slug*; nonce?: nonce",
    "outcome-certified.v2": "source?: name; week: week; rulebook: name; rulebook_sha256: sha256; form: slug; "
    "sides: slug*; cuts: CUT*; leaving: slug*; saved: slug*; in_danger?: slug*; placed?: PLACE*; replaces?: positive; "
    "hidden_sha256: sha256",
    "hidden outcome-certified.v2": "inputs_sha256: sha256; working_sha256: sha256; standings: LINE*; bottom: slug*; "
    "nonce: salt",
    "outcome-proved.v1": _OF_PROOF,
    "exclusion-proved.v1": f"{_OF_PROOF}; as_if: without|with; channel?: slug",
    "danger-announced.v1": "source?: name; week: week; couples: slug{1,60}",
    "couple-saved.v1": "source?: name; week: week; couple: slug; by: viewers|judges|not said",
    "couple-eliminated.v1": "source?: name; week: week; couple: slug",
    "places-awarded.v1": _PLACED,
    "places-corrected.v1": f"{_PLACED}; reason: name",
    "announcement-corrected.v1": f"{_SAID}; reason: name",
    "announcement-disputed.v1": f"{_SAID}; claim: name",
    "week-closed.v1": "source?: name; week: week",
    "week-reopened.v1": _WEEK_AND_WHY,
    "decision-proposed.v1": "source?: name; decision: positive; command: COMMAND",
    "decision-approved.v1": f"source?: name; decision: positive; proposed_by: name; proposed_as: {_ROLE}",
    "decision-rejected.v1": "source?: name; decision: positive; reason: name",
    "decision-proposed.v2": "source?: name; decision: positive; command: COMMAND; follows_sha256: sha256; expires: time; "
    "identity: slug; signature: SIGNATURE; nonce: sha256",
    "decision-proposed.v3": f"source?: name; decision: positive; do: {_HIDING}; week: week; follows_sha256?: sha256; "
    "expires?: time; identity?: slug; signature?: SIGNATURE; hidden_sha256: sha256",
    "hidden decision-proposed.v3": "command: COMMAND; nonce: salt",
    "decision-approved.v2": f"source?: name; decision: positive; proposed_by: name; proposed_as: {_ROLE}; "
    "identity: slug; signature: SIGNATURE",
    "decision-rejected.v2": "source?: name; decision: positive; reason: name; identity: slug; signature: SIGNATURE",
    "decision-withdrawn.v1": "source?: name; decision: positive; reason: name; identity?: slug; signature?: SIGNATURE",
    "vote-batch-received.v1": "season: slug; week: week; gateway: slug; batch: sequence; channel: slug; body: name; "
    "opens: time; closes: time; votes: COUNT*; received: votes; rejected: REASON*; late: votes; raw_sha256?: sha256; "
    "nonce?: nonce",
    "vote-batch-received.v2": "season: slug; week: week; gateway: slug; batch: sequence; channel: slug; body: name; "
    "opens: time; closes: time; commitments?: commitment*; hidden_sha256: sha256",
    "hidden vote-batch-received.v2": "nonce: salt; counts: votes*; received: votes; rejected: REASON*; late: votes; "
    "raw_sha256?: sha256",
    "gateway-closed.v1": "season: slug; week: week; gateway: slug; batches: batches; totals: TOTALS*",
    "gateway-closed.v2": "season: slug; week: week; gateway: slug; batches: batches; totals: TOTALS*; "
    "commitments?: COMMITTED*; hidden_sha256: sha256",
    "hidden gateway-closed.v2": "nonce: salt",
    "delivery-signed.v1": "season: slug; week: week; gateway: slug; first: line; last: line; key: key id; "
    "signature: signature; sha256: sha256",
    "delivery-signed.v2": "season: slug; week: week; gateway: slug; first: line; last: line; key: key id; "
    "signature: signature; sha256: sha256; opening: sha256",
    "ACTOR": f"name: name; role: {_ROLE}",
    "signature key-file": "kind: =key-file; key: key id; signature: signature",
    "signature passkey": "kind: =passkey; key: key id; authenticator_data: octets; client_data: octets; signature: octets",
    "PASSKEY": "kind: ES256|EdDSA; credential_id: credential; rp_id: domain; origin: origin; public_key: cose key",
    "PERSON": _PERSON,
    "EPISODE": "number: number; date?: date; theme?: name",
    "JUDGE": "judge: slug; name: name",
    "GATEWAY": "gateway: slug; channels: slug+",
    "OUTSIDE": "gateway: slug; channel: slug; body: name; batches: STRETCH+",
    "VOTES": "couple: slug; votes: votes",
    "PROVED": "body: name; turnout: turnout; placed?: slug{1,60}",
    "PLACE": "couple: slug; place: number",
    "CUT": "week: week; position: whole; gateways: LAST*",
    "LINE": "couple: slug; raw: exact*; points: exact*; combined: exact; place: number; result: name",
    "TOTALS": "channel: slug; received: votes; accepted: votes; rejected: REASON*; late: votes",
    "do adopt-rulebook": "source?: name; rulebook: RULEBOOK; from_week: week; do: do",
    "do restate-week": f"{_WEEK}; reason: name; do: do",
    "do take-back-withdrawal": f"{_LEFT}; do: do",
    "do state-running-order": f"{_ORDER}; do: do",
    "do mark-judge-absent": f"{_ABSENT}; do: do",
    "do replace-manifest": f"{_REPLACED}; do: do; nonce?: nonce or salt",
    "do give-up-gateway": f"{_GIVEN_UP}; do: do",
    "do correct-score": f"{_MARK}; reason: name; do: do",
    "do state-window": f"{_WINDOW}; do: do",
    "do void-batch": f"{_VOID}; do: do; channel: slug; body: name; votes: VOTES*; nonce?: nonce or salt",
    "do void-channel": "source?: name; week: week; channel: slug; reason: name; do: do",
    "do substitute-input": "source?: name; week: week; body: name; votes: VOTES+; reason: name; do: do; "
    "nonce?: nonce or salt",
    "do state-bye": f"{_BYE}; do: do",
    "do cancel-elimination": f"{_WEEK_AND_WHY}; do: do",
    "do settle-tie": "source?: name; week: week; link: lot|authority; order: slug{2,}; how: name; do: do",
    "do settle-cut": f"{_CUT}; do: do",
    "do correct-announcement": f"{_SAID}; reason: name; do: do",
    "do correct-places": f"{_PLACED}; reason: name; do: do",
    "do reopen-week": f"{_WEEK_AND_WHY}; do: do",
    "do certify-outcome": "source?: name; week: week; do: do; nonce?: nonce or salt",
    "do introduce-gateway-key": "source?: name; gateway: slug; key: vkey; do: do",
    "do rotate-gateway-key": "source?: name; gateway: slug; key: vkey; do: do",
    "do revoke-gateway-key": "source?: name; gateway: slug; key_id: key id; reason: name; do: do",
    "do destroy-openings": f"{_DESTROYED}; do: do",
    "do found-season": "source?: name; people: PERSON{2,40}; do: do",
    "do introduce-person": f"source?: name; {_PERSON}; do: do",
    "do change-person": f"source?: name; {_PERSON}; reason: name; do: do",
    "do revoke-person": "source?: name; identity: slug; reason: name; do: do",
    **FORMS_OF_RULEBOOKS,
}
