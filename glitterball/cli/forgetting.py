"""What a desk keeps beside a store of counts that were destroyed: persisted views and snapshots. All they hold is in the log."""

from glitterball.log import EventLog


def forget_counts(log: EventLog) -> bool:
    """Overwrite and remove the views and the snapshots beside a store; whether there were any. What is left of its seasons is
    counted again when it is asked for."""
    if log.path is None:
        return False
    from glitterball.snapshots.keeping import snapshots_path
    from glitterball.views.opening import forget
    from glitterball.views.views import views_path

    beside = (views_path(log.address), snapshots_path(log.address))
    forgotten = [forget(path) for path in beside if path is not None]
    return any(forgotten)
