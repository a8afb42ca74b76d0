"""The judges' side of a certificate as JSON: marks, bonus points, corrections."""

from domain.exact import write_exact
from glitterball.audit.as_json import Json
from glitterball.evidence.certificate.scores import Bonus, Correction, Danced, Scores


def scores_as_json(scores: Scores) -> Json:
    """All scores that count towards the week."""
    return {
        "judges": dict(scores.judges),
        "dances": [_danced(dance) for dance in scores.danced],
        "bonuses": [_bonus(bonus) for bonus in scores.bonuses],
        "corrections": [_correction(correction) for correction in scores.corrections],
    }


def _danced(one: Danced) -> Json:
    return {
        "week": one.week,
        "episode": one.episode,
        "round": one.round,
        "dances": list(one.dances),
        "style": one.style,
        "couples": list(one.couples),
        "marks": [
            {
                "judge": mark.judge,
                "submitted": write_exact(mark.submitted),
                "stands": write_exact(mark.stands),
                "position": mark.position,
            }
            for mark in one.marks
        ],
        "total": write_exact(one.total),
        "split_on_record": one.stated_total is None,
    }


def _bonus(one: Bonus) -> Json:
    return {
        "week": one.week,
        "couple": one.couple,
        "points": write_exact(one.points),
        "reason": one.reason,
        "position": one.position,
    }


def _correction(one: Correction) -> Json:
    return {
        "week": one.week,
        "dance": one.dance,
        "judge": one.judge,
        "was": write_exact(one.was),
        "becomes": write_exact(one.becomes),
        "reason": one.reason,
        "by": list(one.people.names),
        "after_the_lock": one.after_the_lock,
        "position": one.position,
        "time": one.time,
    }
