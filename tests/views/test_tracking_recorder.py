"""Our recorder keeps what the library promises of a tracking recorder: its own test case, run on ours."""

import sys
import types
from pathlib import Path
from tempfile import TemporaryDirectory

from eventsourcing.persistence import TrackingRecorder

from glitterball.views.recorder import ViewsRecorder

# The library's cases import its cipher, which needs an extra we neither use nor install.
if "eventsourcing.cipher" not in sys.modules:
    sys.modules["eventsourcing.cipher"] = types.SimpleNamespace(AESCipher=None)  # type: ignore[assignment]
from eventsourcing.tests.persistence import TrackingRecorderTestCase


class TestViewsRecorder(TrackingRecorderTestCase):
    def create_recorder(self) -> TrackingRecorder:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        recorder = ViewsRecorder.at(Path(folder.name, "v.sqlite"))
        self.addCleanup(recorder.close)
        return recorder


del TrackingRecorderTestCase  # it would be collected without a recorder
