"""The check of a bundle in the auditor's own browser: one page that brings the single-file verifier and a Python to run it.

`page` is the page, whole: nothing is asked of anybody once it is there, and its own policy forbids it to. `python.tgz` is
Pyodide as it is published, by the pins in `pinned.py`; `build.py` fetches it, and the repository does not carry it.
"""

from glitterball.browser_check.page import Checking, page, policy
from glitterball.browser_check.refusals import BrowserPythonAltered, BrowserPythonMissing

__all__ = ["BrowserPythonAltered", "BrowserPythonMissing", "Checking", "page", "policy"]
