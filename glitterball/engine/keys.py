"""A gateway's key is looked at before it is recorded: the rules know its form, not the mathematics behind it."""

from domain.season import commands as c
from glitterball.intake.signing import gateway_key


def require_usable_key(command: c.SeasonCommand) -> None:
    """Refuses a key that is none, is weak, or has an ID that is not its own; also inside a proposal."""
    asked = command.command if isinstance(command, c.Propose) else command
    if isinstance(asked, c.IntroduceGatewayKey | c.RotateGatewayKey):
        gateway_key(asked.key)
