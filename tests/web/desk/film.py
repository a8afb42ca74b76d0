"""A night as a film: its scenes, each with what is seen in it. The test that plays the night goes through all of them."""

from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.desk.test_a_night_in_a_browser import Seat

SCENES = {
    "not-ready": "The producer's desk before the lines open: NOT READY, four reasons, and one act that comes next",
    "a-bar-is-missing": "A mistake in the form: the bar between gateway and channel is missing, and the field says so",
    "would-be-recorded": "The form put right: what it would record stands below it, before anything is recorded",
    "off-the-scale": "The score desk typed 19: the field is marked and says what the scale is; the marks before it are on record",
    "another-paddle": "A mark on record is corrected: what would be recorded, with the reason",
    "closed-too-early": "The lines were closed too early: NOT READY, with a reason for each gateway and how it is mended",
    "given-up": "The executive gives a gateway up as it delivered: it takes two people, so it is proposed",
    "the-other-person": "The adjudicator's inbox: what is proposed, by whom, and the outcome before and after",
    "ready": "The executive's desk: READY, and certifying comes next",
    "before-it-is-said": "What the announcement would record stands there before it is said: the same couple as certified",
    "closed": "The week is closed: the desk says so, with the position at which it stands on record",
    "certificate": "The certificate, with REHEARSAL across it",
}
"""The scenes in their order: the name of its picture, and what is seen."""

QUALITY = 55
"""Of a picture, of 100: letters are sharp, and twelve of them are half a megabyte."""


class Film:
    """Goes through the scenes of a night; with a folder, it leaves a picture of each there."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.seen: list[str] = []

    def takes(self, scene: str, seat: "Seat", *sees: str, at: str = "") -> None:
        """A scene, in which all of these words are seen; `at` is what is looked at, where that is not the head of the page."""
        seat.sees(*sees)
        self.seen.append(scene)
        if self.folder is None:
            return
        seat.page.evaluate(
            "document.querySelector('.foot > p')?.remove()"
        )  # where the store lies is no part of the film
        seat.page.evaluate(
            "(at) => at ? document.querySelector(at).scrollIntoView({ block: 'center' }) : scrollTo(0, 0)", at
        )
        camera = seat.page.context.new_cdp_session(seat.page)
        taken = camera.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
        (self.folder / f"{scene}.webp").write_bytes(b64decode(taken["data"]))
        camera.detach()
