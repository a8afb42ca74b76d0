"""A client of the interface for programs (`/api/v1`), typed and thin: the standard library alone, nothing of the engine.

    from glitterball.client import Client

    with Client("http://127.0.0.1:8033") as client:
        for event in client.rows("/seasons/us-33/events", kind="score-given"):
            print(event["position"], event["sentence"])

`get` answers a document, `rows` goes through all parts of a list, `say` records a command under an idempotency key, `deliver`
hands over what a gateway signed, and `changes` listens. What is refused is raised as `Refused`, with the problem document.
"""

from glitterball.client.client import Client
from glitterball.client.forms import Answer, Change, Receipt, Recorded, Refused, Unreached

__all__ = ["Answer", "Change", "Client", "Receipt", "Recorded", "Refused", "Unreached"]
