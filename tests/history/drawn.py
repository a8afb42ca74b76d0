"""A season drawn by chance, and the same season written down in every layout people hold. Shares no code with the readers."""

import csv
import io
from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import strategies as st

JUDGES = ("Ines", "Jo Kent", "Kim", "Lou")
STARS = ("Amy Ash", "Bob Oak", "Cleo Elm", "Dov Fir", "Eva Yew", "Finn O'Dea", "Gül Bay", 'Hal "H" Box')
PROS = ("Pia One", "Quin Two", "Rae Three", "Sol Four", "Tom Five", "Uma Six", "Vic Seven", "Wim Eight")
ORDINAL = {1: "1st", 2: "2nd", 3: "3rd"}

Row = dict[str, str]


@dataclass(slots=True)
class Couple:
    """A couple: what each judge gave it in each dance of each week, when it left and how, and who stood in for its pro."""

    star: str
    pro: str
    weeks: dict[int, list[list[Fraction]]] = field(default_factory=dict)
    left: int | None = None
    withdrew: int | None = None
    place: int | None = None
    stood_in: dict[int, str] = field(default_factory=dict)

    def how(self) -> str:
        """How its season ended, said once."""
        if self.place is not None:
            return f"{ORDINAL.get(self.place, f'{self.place}th')} Place"
        return f"Eliminated Week {self.left}" if self.left else f"Withdrew Week {self.withdrew}"

    def status(self, week: int, final: int) -> str:
        """What a table of one week says of it."""
        if week == final and self.place is not None:
            return {1: "Winner", 2: "Runner-up"}.get(self.place, f"{self.place}th place")
        return "Eliminated" if week == self.left else "Withdrew" if week == self.withdrew else "Safe"

    def who(self, week: int) -> str:
        """Whom it danced with."""
        return self.stood_in.get(week, self.pro)


@dataclass(slots=True)
class Season:
    """A season as it was."""

    number: int
    judges: int
    final: int
    couples: list[Couple]


@st.composite
def seasons(draw: st.DrawFn, most_dances: int = 2) -> Season:
    """A season of 3 to 8 couples; in each week before the last nobody, one or two leave, and now and then one withdraws."""
    couples = [Couple(star, pro) for star, pro in zip(STARS, PROS, strict=True)][: draw(st.integers(3, 8))]
    judges, final = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    marks = st.sampled_from([*map(Fraction, range(1, 11)), Fraction(15, 2), Fraction(9, 2)])
    dancing = list(couples)
    for week in range(1, final + 1):
        dances = draw(st.integers(1, most_dances))
        for couple in dancing:
            couple.weeks[week] = [[draw(marks) for _ in range(judges)] for _ in range(dances)]
        if week < final:
            for _ in range(min(draw(st.integers(0, 2)), len(dancing) - 2)):
                dancing.pop(draw(st.integers(0, len(dancing) - 1))).left = week
            if len(dancing) > 2 and draw(st.integers(0, 5)) == 0:
                dancing.pop(0).withdrew = week
    for place, couple in enumerate(draw(st.permutations(dancing)), start=1):
        couple.place = place
    for couple in couples:
        if len(couple.weeks) > 2 and draw(st.integers(0, 3)) == 0:
            couple.stood_in = {draw(st.sampled_from(sorted(couple.weeks))): "Zed Standin"}
    return Season(draw(st.integers(1, 40)), judges, final, couples)


def number(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else f"{float(value)}"


def cell(dances: list[list[Fraction]]) -> str:
    """`23 (8, 7, 8) + 25 (8, 8, 9)`."""
    return " + ".join(f"{number(sum(marks, Fraction(0)))} ({', '.join(map(number, marks))})" for marks in dances)


def total(dances: list[list[Fraction]]) -> str:
    return number(sum((mark for marks in dances for mark in marks), Fraction(0)))


def one_row_a_couple(season: Season) -> list[Row]:
    """As COMAP publishes it; weeks of one dance."""
    rows = []
    for couple in season.couples:
        row = {"celebrity_name": couple.star, "ballroom_partner": couple.pro, "season": str(season.number),
               "results": couple.how(), "placement": str(couple.place or "")}  # fmt: skip
        for week in range(1, season.final + 1):
            for judge in range(4):
                danced = couple.weeks.get(week)
                mark = (
                    number(danced[0][judge])
                    if danced and judge < season.judges
                    else "0"
                    if judge < season.judges
                    else "N/A"
                )
                row[f"week{week}_judge{judge + 1}_score"] = mark
        rows.append(row)
    return rows


def melted(season: Season) -> list[Row]:
    """The same as a data frame melts it."""
    wide = one_row_a_couple(season)
    ids = [name for name in wide[0] if "judge" not in name]
    return [
        {**{name: row[name] for name in ids}, "variable": name, "value": row[name].replace("N/A", "")}
        for row in wide for name in row if name not in ids
    ]  # fmt: skip


def one_row_a_score(season: Season, dance: bool = True, results: bool = True) -> list[Row]:
    rows = []
    for couple in season.couples:
        for week, danced in couple.weeks.items():
            for index, marks in enumerate(danced, start=1):
                for judge, mark in zip(JUDGES, marks, strict=False):
                    row = {"Season": str(season.number), "Week": f"Week {week}", "Star": couple.star, "Pro": couple.who(week),
                           "Judge": judge, "Mark": number(mark)}  # fmt: skip
                    row |= {"Dance": str(index)} if dance else {}
                    rows.append(row | ({"Outcome": couple.how()} if results else {}))
    return rows


def results(season: Season) -> list[Row]:
    """The second file: one row a couple."""
    return [{"series": str(season.number), "contestant": one.star, "result": one.how()} for one in season.couples]


def one_row_a_dance(season: Season) -> list[Row]:
    """Judges by name in columns, the panel's total beside, safe or eliminated week by week."""
    rows = []
    for couple in season.couples:
        for week, danced in couple.weeks.items():
            for index, marks in enumerate(danced, start=1):
                given = {f"score_{name.casefold().replace(' ', '_')}": number(mark)
                         for name, mark in zip(JUDGES, marks, strict=False)}  # fmt: skip
                rows.append({"series": str(season.number), "week": str(week), "celebrity": couple.star,
                             "professional": couple.who(week), "dance": f"Dance {index}", **given, "total": total([marks]),
                             "status": couple.status(week, season.final)})  # fmt: skip
    return rows


def one_cell_a_week(season: Season) -> list[Row]:
    """As encyclopedias have it, week after week."""
    return [
        {"Season": str(season.number), "Week": str(week), "Couple": f"{couple.star} & {couple.who(week)}",
         "Scores": cell(danced), "Result": couple.status(week, season.final)}
        for couple in season.couples for week, danced in couple.weeks.items()
    ]  # fmt: skip


def weeks_across(season: Season, of: str = "cell") -> list[Row]:
    """One row a couple, a column a week: cells of scores, or totals."""
    rows = []
    for couple in season.couples:
        row = {"Season": str(season.number), "Couple": f"{couple.star} & {couple.pro}"}
        for week in range(1, season.final + 1):
            danced = couple.weeks.get(week)
            said = "\u2013" if danced is None else cell(danced) if of == "cell" else total(danced)
            row[f"Week {week}" if of == "cell" else f"week{week}_total"] = said
        rows.append(row | {"Result": couple.how()})
    return rows


def totals_down(season: Season) -> list[Row]:
    """One row a couple and week with the panel's total, and the week each left in."""
    return [
        {"season_number": str(season.number), "week": str(week), "couple": f"{couple.star} & {couple.who(week)}",
         "total_score": total(danced), "placement": str(couple.place or ""),
         "exit_week": str(couple.left or (couple.place and season.final) or ""),
         "result": couple.how() if couple.withdrew else ""}
        for couple in season.couples for week, danced in couple.weeks.items()
    ]  # fmt: skip


def as_csv(rows: list[Row], delimiter: str = ",", end: str = "\n", mark: bytes = b"") -> bytes:
    out = io.StringIO(newline="")
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names, delimiter=delimiter, lineterminator=end, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return mark + out.getvalue().encode()


def tables(season: Season, of_people: bool = False, endings: str = "couples", *, ids: int = 1) -> dict[str, list[Row]]:
    """As a database hands it out: tables that refer to each other by keys, of which none is the number it stands for.

    Celebrities and pros stand in one table or in two; how seasons ended stands with the couples, in a table of results, or in
    one of eliminations beside the places.
    """
    stars, pros = {}, {}
    for couple in season.couples:
        stars[couple.star] = str(ids + len(stars))
        for name in (couple.pro, *couple.stood_in.values()):
            pros.setdefault(name, str(ids + 50 + len(pros)))
    week_ids = {week: str(ids + 200 + week) for week in range(1, season.final + 1)}
    found: dict[str, list[Row]] = {
        "seasons": [{"id": str(ids + 900), "number": str(season.number), "year": "2024"}],
        "weeks": [{"week_id": key, "season_id": str(ids + 900), "week_number": str(week)} for week, key in week_ids.items()],
        "judges": [{"judge_id": str(ids + 70 + at), "name": name} for at, name in enumerate(JUDGES)],
        "couples": [], "dances": [], "scores": [],
    }  # fmt: skip
    kinds = {"people": {**stars, **pros}} if of_people else {"celebrities": stars, "professionals": pros}
    for table, named in kinds.items():
        key = {"people": "id", "celebrities": "celebrity_id", "professionals": "professional_id"}[table]
        found[table] = [{key: number_, "name": name} for name, number_ in named.items()]
    for at, couple in enumerate(season.couples, start=ids + 30):
        found["couples"].append(
            {"couple_id": str(at), "celebrity_id": stars[couple.star], "professional_id": pros[couple.pro]}
        )
        _ending(found, couple, str(at), endings, week_ids)
        for week, danced in couple.weeks.items():
            for marks in danced:
                dance = str(ids + 400 + len(found["dances"]))
                found["dances"].append({"dance_id": dance, "couple_id": str(at), "week_id": week_ids[week],
                                        "professional_id": pros[couple.who(week)]})  # fmt: skip
                found["scores"] += [
                    {"score_id": str(len(found["scores"])), "dance_id": dance, "judge_id": str(ids + 70 + judge),
                     "judge_score": number(mark)} for judge, mark in enumerate(marks)
                ]  # fmt: skip
    return {name: rows for name, rows in found.items() if rows}


def _ending(found: dict[str, list[Row]], couple: Couple, key: str, endings: str, week_ids: dict[int, str]) -> None:
    if endings == "couples":
        found["couples"][-1]["result"] = couple.how()
    elif endings == "results" or couple.withdrew:
        found.setdefault("results", []).append({"couple_id": key, "result": couple.how()})
    elif couple.left:
        found.setdefault("eliminations", []).append({"couple_id": key, "week_id": week_ids[couple.left]})
    else:
        found.setdefault("results", []).append({"couple_id": key, "result": couple.how()})
