"""What was proposed, in a sentence: whose mark, from what to what, which batch, in which order."""

from domain.season import commands as c
from projections.names import listed
from projections.numbers import number
from projections.saying.people import person
from projections.saying.speaker import Speaker

_WHAT = {"danger": "in danger", "saved": "saved", "eliminated": "leaving"}


def asked(command: c.TwoPersonCommand, speak: Speaker) -> str:
    """What somebody asks two people to decide: "void batch 2 of vox (sms, 300 votes) in week 1, because sent twice"."""
    reason = getattr(command, "reason", None)
    return f"{_what(command, speak)}{f', because {reason}' if reason else ''}"


def _what(command: c.TwoPersonCommand, speak: Speaker) -> str:
    match command:
        case c.CorrectScore():
            return _correction(command, speak)
        case c.AdoptRulebook(rulebook=rulebook, from_week=week):
            return f"adopt rulebook {rulebook.ref} from week {week} on"
        case c.VoidBatch():
            votes = number(sum(each.votes for each in command.votes))
            batch = f"batch {command.batch} of {command.gateway} ({command.channel}, {votes} votes)"
            return f"void {batch} in week {command.week}"
        case c.VoidChannel():
            return f"void all votes of channel {command.channel} in week {command.week}"
        case c.SubstituteInput():
            given = listed([f"{number(each.votes)} for {speak.couple(each.couple)}" for each in command.votes])
            return f"replace the votes of {command.body} in week {command.week} by {given}"
        case c.SettleTie():
            order = ", then ".join(speak.couple(couple) for couple in command.order)
            return f"settle a tie in week {command.week} by {command.link} ({command.how}): {order}"
        case c.SettleCut():
            cut = f"of {speak.couples(command.couples)}, equal at the cut of week {command.week}"
            return f"settle {cut}, that {command.decided} ({command.how})"
        case c.CorrectAnnouncement():
            now = f"{speak.couples(command.couples)} {_WHAT[command.what]}"
            return f"correct the announcement of week {command.week} to {now}"
        case _:
            return _of_people(command, speak)


def _of_people(command: c.TwoPersonCommand, speak: Speaker) -> str:
    match command:
        case c.FoundSeason():
            return f"found a roster of {listed([person(each) for each in command.people])}"
        case c.IntroducePerson():
            return f"introduce {person(command)} as {command.identity}"
        case c.ChangePerson():
            return f"change {command.identity} to {person(command)}"
        case c.RevokePerson():
            return f"revoke {speak.person(command.identity)}"
        case c.TakeBackWithdrawal():
            return f"take back the withdrawal of {speak.couple(command.couple)} in week {command.week}"
        case c.StateRunningOrder():
            order = ", ".join(speak.dancers(command.week, dance) for dance in command.dances)
            return f"state the running order of episode {command.episode} as {order}"
        case c.StateBye():
            return f"state {command.holds} for {speak.couples(command.couples)} in week {command.week}"
        case c.IntroduceGatewayKey() | c.RotateGatewayKey() | c.RevokeGatewayKey():
            return f"{command.do.replace('-', ' ')} {command.key_id} of gateway {command.gateway}"
        case _:
            week = getattr(command, "week", None)
            return f"{command.do.replace('-', ' ')}{f' in week {week}' if week else ''}"


def _correction(command: c.CorrectScore, speak: Speaker) -> str:
    """A mark, from what stands to what is asked for; only what is asked for where nothing stands."""
    whose = f"{speak.judge(command.judge)}'s score for {speak.dancers(command.week, command.dance)}"
    dance = speak.state.weeks[command.week].dances[command.dance]
    stands = dance.marks.get(command.judge)
    was = f" from {number(stands.fact.mark)}" if stands is not None else ""
    named = speak.dance(command.week, command.dance)
    return f"correct {whose} and their {named}{was} to {number(command.mark)}"
