"""Persisted views: a file of plain SQL tables beside the store, filled from the log and never more than a copy of it.

Start reading at `views.Views`. Deleting the file is always safe.
"""

from glitterball.views.as_of import as_of
from glitterball.views.catalogue import VIEWS, View
from glitterball.views.status import Status
from glitterball.views.tail import keep_current, tail
from glitterball.views.views import Views, views_path

__all__ = ["VIEWS", "Status", "View", "Views", "as_of", "keep_current", "tail", "views_path"]
