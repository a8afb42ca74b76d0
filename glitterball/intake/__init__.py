"""What gateways send, read and signed: deliveries as bytes. Nothing of the event log or the engine.

Start reading at `message` (the form, see docs/formats/deliveries.md); `lines` reads what is in it, `signing` checks who sent it.
"""

from glitterball.intake.message import Message, read_message
from glitterball.intake.signing import sign_delivery

__all__ = ["Message", "read_message", "sign_delivery"]
