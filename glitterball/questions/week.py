"""What may be asked of one week. Each answer is worked out when asked for, up to where the season is asked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from domain.record import Actor, Recorded
from domain.rulebook import Rulebook
from glitterball.frames import Rows

if TYPE_CHECKING:
    from glitterball.charts import Chart
    from glitterball.closeness.exclusion import Each, Exclusion
    from glitterball.closeness.implied import Implied
    from glitterball.closeness.margins import Margins
    from glitterball.closeness.pre_air import PreAir
    from glitterball.closeness.what_if import HypotheticalWeek
    from glitterball.evidence.certificate import Certificate, Published
    from glitterball.people import Signer
    from glitterball.proving import Proofs
    from glitterball.store import Season


class WeekQuestions:
    """The questions of `Week`; what it is made of stands there."""

    season: "Season"
    number: int

    def view(self, name: str) -> Rows[Any]:
        """A view's rows of this week, by the name it has in docs/views.md. `ViewUnknown` names those there are.

        >>> season.week(2).view("working")[0].clause
        'sides.judges.counts'
        """
        return self.season.view(name, self.number)

    def margin(self) -> "Margins":
        """The fewest votes, or the smallest change of one mark, that would change what the week decided.

        Of a week whose votes are secret it says why there is none.

        >>> season.week(2).margin().why
        'no margin in votes: no votes are on record for this period: the counts were not published'
        """
        from glitterball.closeness.of_a_week import margins_of_week

        return margins_of_week(self.season.fold, self.number)

    def prospects(self) -> "PreAir":
        """What any vote could still do, from tonight's marks alone: who stays surely, whom no vote saves.

        >>> season.week(2).prospects().unsavable
        ()
        """
        from glitterball.closeness.of_a_week import prospects_of_week

        return prospects_of_week(self.season.fold, self.number)

    def implied(self, *, danger: bool = False) -> "Implied":
        """What the announced result says about votes nobody published: each couple's public place or share.

        With `danger` those announced in danger are taken as exactly the lowest. Refuses a week whose votes are on record.

        >>> season.week(2).implied().verdict
        'consistent'
        """
        from glitterball.audit.implying import implied_of
        from glitterball.audit.week import audit_week

        return implied_of(audit_week(self.season.fold, self.number), danger=danger)

    def what_if(self, rulebook: Rulebook) -> "HypotheticalWeek":
        """The week under another rulebook. Hypothetical: nothing of it can be recorded.

        >>> season.week(2).what_if(gb.shipped_rulebook("us-3-27")).hypothetical_rulebook
        'us-3-27@1'
        """
        from glitterball.closeness.what_if import what_if

        return what_if(self.season.fold, self.number, rulebook)

    def exclude(self, each: "Each" = "channel", *, margins: int = 0) -> "Exclusion":
        """Whether the outcome is the same without each channel, gateway, batch or minute in turn.

        For so many of the closest (`margins`) the fewest votes that must then move are worked out, which takes long. Refuses
        anything else to leave out (`ValueNotValid`).

        >>> season.week(2).exclude().items
        0
        """
        from glitterball.closeness.exclusion import exclude

        # Batches may be arriving: season and events are looked at up to the same position.
        # About now no snapshot is asked.
        now = self.season.store.log.last_position()
        asked = self.season if self.season.position else self.season.as_of(now, from_the_beginning=True)
        return exclude(asked.fold, asked.events(), self.number, each, margins=margins)

    def certificate(
        self,
        checkpoints: "Sequence[Published]" = (),
        *,
        sealed: bool = False,
        margins: bool = True,
        zone: str = "UTC",
    ) -> "Certificate":
        """The certificate of a certified week; `certificate_html` and `certificate_text` of `glitterball.evidence.certificate`
        write it. A `sealed` one has no count. Refuses a week nobody certified.

        >>> season.week(2).certificate()
        Traceback (most recent call last):
        domain...NothingCertified: No outcome of week 2 was certified. ...
        """
        from glitterball.evidence.certifying import certificate_of_week

        return certificate_of_week(self.season, self.number, checkpoints, sealed=sealed, margins=margins, zone=zone)

    def statement(self, *, zone: str = "UTC") -> str:
        """The audit statement of a week whose votes were never published, as JSON: what the announcement implies.

        >>> "glitterball.statement.v1" in season.week(2).statement()
        True
        """
        from glitterball.evidence.certifying import statement_of_week

        return statement_of_week(self.season, self.number, zone)

    def prove(self, proofs: "Proofs", by: Actor, *, signer: "Signer | None" = None) -> Recorded[Any]:
        """Prove that what was announced follows from what gateways committed to; the proof is kept among the `proofs`
        (`glitterball.proving.InMemory`, `proofs_beside`). A proof that stands is not made again. Experimental.

        >>> from glitterball.proving import InMemory
        >>> season.week(2).prove(InMemory(), gb.Actor(name="Hana", role="historian"))
        Traceback (most recent call last):
        domain...ProofDoesNotFit: ...
        """
        from glitterball.proving import made_proof

        made = made_proof(self.season.store.engine, self.season.name, self.number, proofs)
        return made if isinstance(made, Recorded) else self.season.do(made, by, signer=signer)[0]

    def chart(self, name: str = "points") -> "Chart":
        """A picture of the week: `points` of each side, `ranges` of what the vote must have been, `turnout` over the night,
        `margin`. `.write("week.svg")` writes it. Refuses one of counts that the week hides (`CountsHidden`).

        >>> season.week(2).chart("ranges")
        <Chart: us-33, week 2: what the vote must have been>
        """
        from glitterball.charts import week_chart

        return week_chart(self, name)  # type: ignore[arg-type] # every question is one of a Week

    def __repr__(self) -> str:
        return f"<Week {self.number} of {self.season.name}, {self.season.mode}>"

    def _repr_html_(self) -> str:
        """The standings, for a notebook."""
        return self.view("standings")._repr_html_()
