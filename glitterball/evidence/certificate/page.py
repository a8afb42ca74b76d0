"""The certificate as a page to be read, printed and framed. No script, nothing fetched, the same bytes every time."""

from functools import cache
from importlib import resources

from domain.record import digest
from glitterball.evidence.certificate import evidence, parts
from glitterball.evidence.certificate.as_json import NOTICE, certificate_text
from glitterball.evidence.certificate.certificate import Certificate
from glitterball.evidence.certificate.emblem import EMBLEM
from glitterball.evidence.certificate.markup import Html, joined, mono, section, tag, text
from glitterball.evidence.certificate.wording import day
from projections.names import listed

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load: nothing but the style in the page itself."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def certificate_html(certificate: Certificate) -> str:
    """The whole page."""
    one = certificate
    title = f"{one.opened.show}, season {one.opened.number}, week {one.week}: certificate"
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{text(title)}</title>\n<style>\n{_style()}</style>\n"
    )
    inside = joined((_watermark(one), Html('<div class="frame"></div>'), _sheet(one)), "\n")
    kind = "rehearsal" if one.rehearsal else "plain"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}</head>\n<body class="{kind}">\n{inside}\n</body>\n</html>\n'
    )


def _sheet(one: Certificate) -> Html:
    front = (
        _title(one),
        _declaration(one),
        _standing(one),
        evidence.standings(one),
        _signatures(one),
        tag("div", parts.rules(one), parts.log(one), css="columns"),
    )
    behind = (
        evidence.votes(one),
        tag("div", *_pair(one), css="pair"),
        section("Not checked", parts.not_checked(one), css="scope"),
        _foot(one),
    )
    return tag("main", *front, tag("div", *behind, css="evidence"))


def _pair(one: Certificate) -> tuple[Html, ...]:
    return (
        evidence.scores(one),
        evidence.steps(one),
        parts.ties(one),
        parts.margins(one),
        parts.exclusions(one),
        parts.decisions(one),
        parts.announced(one),
    )


def _title(one: Certificate) -> Html:
    place = f" · {one.opened.venue}" if one.opened.venue else ""
    when = listed([day(shown.date) for shown in one.episodes if shown.week == one.week and shown.date])
    return tag(
        "header",
        EMBLEM,
        tag("p", text(one.opened.show), css="show"),
        tag("h1", text("Certificate of Outcome")),
        tag("p", text(f"Season {one.opened.number} · Week {one.week}"), css="week"),
        tag("p", text(f"{when}{place}"), css="when"),
    )


def _declaration(one: Certificate) -> Html:
    verb, couples = _result(one)
    opening = (
        f"On the events recorded in the log and under the rulebook in force, the outcome of week {one.week} "
        f"is that {verb}"
    )
    return tag("div", tag("p", text(opening)), couples, css="declaration")


def _result(one: Certificate) -> tuple[str, Html]:
    """The verb of the sentence, and the names that are set large."""
    outcome, names = one.audit.outcome, one.names
    if outcome.status != "decided":
        return "it is not decided", Html("")
    if outcome.placed:
        rows = [(line.place, names[line.couple]) for line in one.standings]
        first = [name for place, name in rows if place == 1]
        others = [f"{place}. {name}" for place, name in rows if place != 1]
        verb = "the winners are" if len(first) > 1 else "the winner is"
        return verb, joined((tag("p", text(listed(first)), css="name"), tag("p", text(" · ".join(others)), css="rest")))
    if not outcome.leaving:
        return "no couple leaves", tag("p", text("All couples dance on"), css="name")
    told = [tag("p", text(listed([names[couple] for couple in one.leaving])), css="name")]
    if outcome.saved:
        saved = listed([names[couple] for couple in one.saved])
        count = len(outcome.bottom)
        bottom = NUMBERS[count] if count < len(NUMBERS) else str(count)
        told.append(
            tag("p", text(f"{saved} stay{'s' if len(outcome.saved) == 1 else ''} from the bottom {bottom}"), css="rest")
        )
    many = len(outcome.leaving) > 1
    return ("these couples leave" if many else "one couple leaves"), joined(told)


def _standing(one: Certificate) -> Html:
    """Why this certificate is not to be relied on, where that is so. Nothing is said when it stands."""
    if one.stands:
        return Html("")
    why = [str(finding) for finding in one.audit.findings if finding.severity == "error"]
    if one.audit.outcome.status != "decided":
        why.append("the outcome is not decided")
    reason = "; ".join(why) or "what was announced does not follow"
    return tag("p", text(f"This certificate does not stand: {reason}."), css="alarm")


def _signatures(one: Certificate) -> Html:
    roles = ("proposed", "approved")
    lines = [
        tag("div", tag("span", css="line"), tag("strong", text(name)), tag("span", text(f"{role} the outcome")))
        for name, role in zip(one.certified_by.names, roles, strict=False)
    ]
    return tag("div", *lines, css="signatures")


def _watermark(one: Certificate) -> Html:
    if not one.rehearsal:
        return Html("")
    return joined((tag("div", text("REHEARSAL"), css="watermark"), tag("p", text(NOTICE), css="notice")))


def _foot(one: Certificate) -> Html:
    told = joined(
        (
            text(f"Check it: {one.verifier.name} {one.verifier.version}, SHA-256 "),
            mono(one.verifier.sha256),
            text(". This page shows the certificate whose JSON has SHA-256 "),
            mono(digest(certificate_text(one).encode())),
            text("; what is signed is that JSON."),
        )
    )
    return tag("footer", tag("p", told))


@cache
def _style() -> str:
    return resources.files("glitterball.evidence.certificate").joinpath("certificate.css").read_text("utf-8")
