"""The forms of rulebooks and of the kinds of stages in them: one line each, as in the table of events."""

from __future__ import annotations

_DECIDES = "decides: majority|casting vote|head judge counts twice; casting?: head judge|as seated"
FORMS_OF_RULEBOOKS = {
    "RULEBOOK": "id: slug; version: positive; title: name; applies_to: name; scale: SCALE; sides: SIDE+; "
    "tie_chain: LINK*; forms: FORM+; panel?: PANEL; immunity?: IMMUNITY; assumptions: ASSUMPTION*; "
    "promises?: PROMISES; voting?: VOTING",
    "SCALE": "source: name; lowest: exact; highest: exact; step: exact",
    "SIDE": "source: name; name: slug; counts: MEASURE; points: POINTS; weight: exact",
    "MEASURE marks": "kind: =marks",
    "MEASURE votes": "kind: =votes; bodies: name",
    "MEASURE bodies": "kind: =bodies; bodies: prefix; table: exact+; ties: refused|shared|by another body; "
    "other?: prefix",
    "MEASURE placings": "kind: =placings",
    "MEASURE calls": "kind: =calls",
    "MEASURE plug_in": "kind: =plug_in; name: plug-in; stage: scores|votes; parameters: parameters",
    "POINTS rank": "kind: =rank; ties: standard|dense|low|average",
    "POINTS share": "kind: =share",
    "POINTS table": "kind: =table; table: exact+",
    "POINTS raw": "kind: =raw",
    "POINTS plug_in": "kind: =plug_in; name: plug-in; parameters: parameters",
    **{f"LINK {kind}": f"source: name; kind: ={kind}; side: slug" for kind in ("side_total", "side_points")},
    **{f"LINK {kind}": f"source: name; kind: ={kind}; side: slug" for kind in ("bodies_voted_from", "count_of")},
    **{f"LINK {kind}": f"source: name; kind: ={kind}" for kind in ("last_dance", "previous_points", "running_order")},
    **{f"LINK {kind}": f"source: name; kind: ={kind}" for kind in ("head_judge", "lot")},
    "LINK authority": "source: name; kind: =authority; who: name",
    "LINK plug_in": "source: name; kind: =plug_in; name: plug-in; parameters: parameters",
    "FORM": "source: name; name: slug; says: name; select: SELECT; leave: ten; out_at_once: ten; second_stage?: STAGE",
    "SELECT lowest": "kind: =lowest; couples: forty",
    "SELECT top_safe": "kind: =top_safe; couples: forty",
    "SELECT wildcard": "kind: =wildcard; couples: forty; wildcards: forty; counts: MEASURE",
    "SELECT called_back": "kind: =called_back; couples: forty",
    "SELECT plug_in": "kind: =plug_in; name: plug-in; couples: forty; parameters: parameters",
    "SELECT everyone_placed": "kind: =everyone_placed; shared_places?: flag",
    "SELECT nobody": "kind: =nobody",
    "STAGE judges_save": f"source: name; {_DECIDES}; kind: =judges_save",
    "STAGE dance_off": f"source: name; {_DECIDES}; kind: =dance_off",
    "STAGE viewers_save": "source: name; kind: =viewers_save; bodies: name",
    "STAGE plug_in": "source: name; kind: =plug_in; name: plug-in; stage: ballots|votes|scores; bodies: name; "
    "parameters: parameters",
    "PANEL": "source: name; judges: twenty+",
    "IMMUNITY": "source: name; means: safe from elimination|excused from the dance-off",
    "ASSUMPTION": "name: slug; clause: name; says: name; alternatives: name+",
    "PROMISES": "makes: promise*; waives: WAIVER*",
    "WAIVER": "promise: promise; because: name",
    "VOTING": "cap: CAP; channels: CHANNEL{1,100}; window: WINDOW; regions?: REGIONS; bodies: name{1,200}",
    "CAP": "source: name; votes: cap; per: voter, couple and method|voter and method|voter and couple|voter",
    "CHANNEL": "source: name; name: slug; kind: single ballots|counts|last saved allocation",
    "WINDOW": "source: name; times: the week's|each channel's; minutes?: minutes",
    "REGIONS": "source: name; eligible: name{1,500}",
}
