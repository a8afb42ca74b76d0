"""The status of HTTP of every refusal: one table, in which every code stands once.

What a body says and the rules do not take is 422; what the season does not bear as it stands, or what waits for people, 409;
who is not known is told 401, who may not 403, what is not there 404; 500 and above are the store's own. A signature that does
not hold is the fault of whoever sent it.
"""

from collections.abc import Mapping

_CODES: Mapping[int, str] = {
    400: """
        idempotency-key-asked
    """,
    401: """
        sign-in-asked
    """,
    403: """
        counts-kept-back development-is-not-live form-not-ours link-used login-may-not
        no-recovery-codes recovery-code-refused
        not-in-people-file not-its-proposer not-of-this-season not-on-roster passkey-asked passkey-refused
        person-is-revoked provider-refused role-may-not role-not-given role-not-held same-browser same-person
        season-not-said speaker-unknown what-if-withheld
    """,
    404: """
        backup-not-made browser-python-missing event-of-another folder-missing incident-not-shipped
        moment-not-there no-proof no-roster no-rulebook no-store no-such-checkpoint no-such-dispute no-such-page
        no-such-proposal not-yet-on-air
        nothing-at-position nothing-certified nothing-certified-here person-unknown position-unknown
        register-missing rulebook-not-shipped season-not-in-history season-not-shipped season-not-yet
        season-unknown store-missing store-unknown view-unknown week-not-in-season week-unknown
    """,
    405: """
        method-not-taken only-read
    """,
    409: """
        already-called already-certified already-scored already-so batch-contradicts batch-far-ahead
        batch-is-voided batch-repeats cannot-be-proved celebrity-has-danced checkpoints-not-named counts-hidden
        counts-remain couple-already-cast couple-has-danced dance-already-scheduled delivery-overlaps
        episode-in-use expiry-too-late file-in-use file-taken folder-taken follows-otherwise founded-too-late
        gateway-has-key gateway-has-no-key gateway-is-closed import-needs-role import-stopped import-waits
        key-used-before machine-unlike-ours manifest-contradicts name-like-another needs-second-person
        night-incomplete no-log-key nobody-would-be-left not-announced not-certified not-scored-yet not-signed
        not-taken-back openings-still-needed output-taken panel-in-use person-known proposal-expired
        publisher-elsewhere raw-file-on-record register-differs roster-cannot-decide season-already-open
        season-folder-taken season-key-remains season-not-open season-taken sent-twice-at-once
        stage-kinds-are-not-for-live store-is-there store-keeps-no-checkpoints title-taken voting-state
        week-cannot-close week-closed week-not-ready week-out-of-order work-folder-busy
    """,
    410: """
        openings-are-destroyed season-key-destroyed
    """,
    412: """
        moved-on
    """,
    413: """
        body-too-long bundle-too-large fact-too-long file-too-large line-too-long record-too-large
    """,
    415: """
        media-not-taken
    """,
    421: """
        host-not-served
    """,
    422: """
        backup-newer ballot-columns-missing ballot-out-of-place ballots-unreadable batch-commitments-malformed
        bundle-malformed bundle-newer calls-not-marks card-not-right channel-not-carried channel-unclear
        chart-unknown checkpoint-malformed claim-cannot-be-compiled claim-publicly-false command-unclear
        commitments-malformed consistency-not-proved count-impossible counts-guessable counts-not-aligned
        couple-not-dancing couple-unclear couple-unknown couple-without-votes cursor-does-not-fit dance-unclear
        dance-unknown decision-signed-wrongly delivery-elsewhere delivery-malformed delivery-mixed
        delivery-of-another-opening delivery-signature-wrong delivery-unreadable delivery-unsigned
        desk-needs-terminal episode-far-from-season episode-unknown fields-do-not-fit file-nests-too-deep
        file-not-text file-of-another-kind file-unreadable gaps-are-for-history gateway-key-unknown
        gateway-not-expected gateway-repeated gateway-unclear hidden-parts-unasked history-hides-nothing
        history-unreadable hour-unclear inclusion-not-proved judge-not-on-panel judge-unclear key-ambiguous
        key-malformed key-not-begun key-of-another key-of-another-gateway key-retired key-reused key-revoked
        keys-not-apart lines-reversed lines-unreadable mark-off-the-scale marks-cannot-count-again marks-refused
        moment-impossible moment-unclear name-unclear no-calls-asked no-form-of-picture no-form-of-table
        no-shared-folder no-such-channel no-such-cut no-such-tie no-such-withdrawal no-voting-clause
        nonce-missing not-a-backup not-a-ledger not-a-store not-a-views-file not-canonical not-consecutive
        not-in-the-order note-malformed note-unverified nothing-delivered nothing-implied nothing-to-draw
        nothing-to-sign number-beyond-frames one-way-in opening-not-named order-incomplete order-not-stated
        origin-wrong outage-reversed passkey-file-unclear passkey-not-held people-file-unclear
        person-line-unclear person-unclear pins-malformed places-do-not-fit point-refused policy-malformed
        policy-not-met private-key-given private-key-typed proof-does-not-fit proof-file-refused proof-lost
        raw-file-changed raw-file-repeated receipt-malformed relation-refused request-malformed
        roster-not-for-history round-unclear rulebook-lacks rulebook-unreadable running-order-differs
        season-file-differs season-file-unreadable season-not-written season-unclear setting-unknown
        settings-missing settings-unreadable share-forged share-unreadable shares-equal shares-of-another-store
        shares-of-two-keys sigma-not-proved signature-asked signature-wrong slicing-unclear source-needed
        spelling-refused stage-kind-not-taken state-unstated statement-not-true statement-not-valid tail-needs-file text-blank
        text-breaks-line tile-malformed times-without-zone too-much-outside total-does-not-fit
        totals-are-for-history value-not-valid values-do-not-fit view-not-taken votes-do-not-add-up
        votes-for-unknown-couple week-unclear weeks-together-unclear window-reversed window-unclear
        workbook-cannot-hold
    """,
    429: """
        too-often
    """,
    500: """
        backup-damaged backup-of-another-log browser-python-altered canvass-not-installed
        checkpoints-not-continued desk-not-installed
        driver-missing fact-newer file-forked file-linked file-replaced frames-missing frontier-malformed
        hidden-parts-missing ledger-not-of-log ledger-unwritable log-forked log-rolled-back output-not-confirmed
        output-protected output-unwritable outside-tree ray-missing record-damaged register-of-another-key
        season-key-missing season-key-unreadable season-key-wrong server-failed server-not-durable share-alone
        snapshots-unwritable stage-kind-missing state-missing state-of-another still-damaged store-damaged
        store-is-folder store-newer store-not-durable store-not-made store-older store-remains store-unguarded
        store-unwritable stream-damaged views-damaged views-newer views-unwritable web-not-installed
        witness-record-damaged zone-unknown
    """,
    503: """
        cluster-unreachable commit-interrupted commit-uncertain metrics-port-taken port-taken server-read-only server-unreachable
        standby-behind store-busy store-read-only store-stopped
    """,
    507: """
        disk-full not-enough-room
    """,
}

STATUS_OF: Mapping[str, int] = {code: status for status, codes in _CODES.items() for code in codes.split()}
"""The status of each code. A test holds it against all the codes there are."""

BY_EXIT_CODE: Mapping[int, int] = {1: 422, 2: 400, 3: 422, 4: 409, 5: 500, 6: 503}
"""The status of a refusal that is not one of ours, such as a plug-in's, by how a command would end."""


def status_of(code: str, exit_code: int) -> int:
    """The status of a refusal by its code; of one that is not ours by how a command would end."""
    return STATUS_OF.get(code, BY_EXIT_CODE[exit_code])
