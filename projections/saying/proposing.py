"""What was proposed, in a sentence: whose mark, from what to what, which batch, in which order."""

from domain.season import commands as c
from domain.season import events as e
from projections.names import listed
from projections.numbers import number
from projections.saying.announcing import placed
from projections.saying.people import person
from projections.saying.setting_up import as_it_is
from projections.saying.speaker import Speaker
from projections.saying.voting import TAKEN

_WHAT = {"danger": "in danger", "saved": "saved", "eliminated": "leaving"}


def proposed(fact: e.DecisionProposed, speak: Speaker) -> str:
    """What a proposal of the season asks for. A mark is told from what stood then, whatever became of it since."""
    filed = speak.state.proposals.get(fact.decision)
    return asked(fact.command, speak, filed.proposed.position if filed is not None else None)


def asked(command: c.TwoPersonCommand, speak: Speaker, position: int | None = None) -> str:
    """What somebody asks two people to decide: "void batch 2 of vox (sms, 300 votes) in week 1, because sent twice".

    `position` is where it was asked for, where that is not now.
    """
    reason = getattr(command, "reason", None)
    what = _correction(command, speak, position) if isinstance(command, c.CorrectScore) else _what(command, speak)
    return f"{what}{f', because {reason}' if reason else ''}"


def _what(command: c.TwoPersonCommand, speak: Speaker) -> str:
    match command:
        case c.AdoptRulebook(rulebook=rulebook, from_week=week):
            return f"adopt rulebook {rulebook.ref} from week {week} on"
        case c.RestateWeek():
            return f"state week {command.week} anew {as_it_is(command)}"
        case c.SettleTie():
            order = ", then ".join(speak.couple(couple) for couple in command.order)
            return f"settle a tie in week {command.week} by {command.link} ({command.how}): {order}"
        case c.SettleCut():
            cut = f"of {speak.couples(command.couples)}, equal at the cut of week {command.week}"
            return f"settle {cut}, that {command.decided} ({command.how})"
        case c.CorrectPlaces():
            return f"correct the places announced in week {command.week} to {placed(command.places, speak)}"
        case c.CorrectAnnouncement():
            now = f"{speak.couples(command.couples)} {_WHAT[command.what]}"
            return f"correct the announcement of week {command.week} to {now}"
        case _:
            return _of_votes(command, speak)


def _of_votes(command: c.TwoPersonCommand, speak: Speaker) -> str:
    match command:
        case c.VoidBatch():
            votes = number(sum(each.votes for each in command.votes))
            batch = f"batch {command.batch} of {command.gateway} ({command.channel}, {votes} votes)"
            return f"void {batch} in week {command.week}"
        case c.VoidChannel():
            return f"void all votes of channel {command.channel} in week {command.week}"
        case c.SubstituteInput():
            given = listed([f"{number(each.votes)} for {speak.couple(each.couple)}" for each in command.votes])
            return f"replace the votes of {command.body} in week {command.week} by {given}"
        case c.ReplaceManifest():
            given = listed([f"{number(each.votes)} for {speak.couple(each.couple)}" for each in command.votes])
            whose = f"gateway {command.gateway} in channel {command.channel} ({command.body})"
            return f"state the votes of {whose} in week {command.week} as {given}"
        case c.GiveUpGateway():
            return f"give up gateway {command.gateway} in week {command.week}, its votes {TAKEN[command.taken]}"
        case c.StateWindow():
            return f"state the window of the lines in week {command.week} as {command.opens} to {command.closes}"
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
        case c.DestroyOpenings():
            return f"destroy the openings of the season, with the key {command.key[:8]}"
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


def _correction(command: c.CorrectScore, speak: Speaker, position: int | None) -> str:
    """A mark, from what stood at a position to what is asked for; only what is asked for where nothing stood."""
    whose = f"{speak.judge(command.judge)}'s score for {speak.dancers(command.week, command.dance)}"
    dance = speak.state.weeks[command.week].dances[command.dance]
    given = [event for event in dance.history if event.fact.judge == command.judge]
    stood = [event.fact.mark for event in given if position is None or event.position < position]
    was = f" from {number(stood[-1])}" if stood else ""
    named = speak.dance(command.week, command.dance)
    return f"correct {whose} and their {named}{was} to {number(command.mark)}"
