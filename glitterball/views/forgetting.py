"""What lies beside a store of counts that were destroyed: persisted views and snapshots. All they hold is in the log."""

from glitterball.files.refusals import OutputUnwritable
from glitterball.log import EventLog
from glitterball.views.beside import snapshots_path
from glitterball.views.refusals import CountsRemain, ViewsUnwritable


def forget_counts(log: EventLog, season: str) -> bool:
    """Overwrite and remove the views and the snapshots beside a store; whether there were any. What is left of its seasons is
    counted again when it is asked for. Refuses where one cannot be removed (`CountsRemain`), after the other was."""
    if log.beside is None:
        return False
    from glitterball.views.opening import forget
    from glitterball.views.views import views_path

    forgotten: list[bool] = []
    remaining: list[CountsRemain] = []
    for path in (views_path(log.beside), snapshots_path(log.beside)):
        if path is None:
            continue
        try:
            forgotten.append(forget(path))
        except ViewsUnwritable as error:
            remaining.append(CountsRemain(season, str(path), error.reason))
        except OutputUnwritable as error:
            remaining.append(CountsRemain(season, str(path), error.because))
    if remaining:
        raise remaining[0]
    return any(forgotten)
