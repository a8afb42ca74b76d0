"""Building the site: strictly, so that a page nobody finds and a link that leads nowhere fail."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.site.navigation import INDEX, unlisted
from tests.docs.site.offline import fetched, put_in_place
from tests.docs.site.staging import stage


@dataclass
class NotBuilt(Exception):
    """The site was not built, and why."""

    why: str

    def __str__(self) -> str:
        return self.why


def build(target: Path) -> None:
    """Build the site into a folder, which is replaced. `NotBuilt` says what to mend."""
    if lost := unlisted():
        raise NotBuilt(f"pages without a row in {INDEX}: {', '.join(lost)}")
    with TemporaryDirectory() as folder:
        configuration = stage(Path(folder))
        command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(configuration)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotBuilt(_said(done.stdout + done.stderr))
        site = Path(folder) / "site"
        (site / "404.html").unlink()  # made for the root of a host alone
        put_in_place(site)
        if outside := list(fetched(site)):
            raise NotBuilt("pages that load something from elsewhere:\n" + "\n".join(outside))
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(site, target)


def _said(text: str) -> str:
    """What the maker of the site says of pages and links, without colours and without where in its code it stopped."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text).partition("Traceback (")[0].rstrip()
