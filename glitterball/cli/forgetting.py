"""What a desk keeps beside a store of counts that were destroyed: the persisted views. All they hold is in the log."""

from glitterball.log import EventLog


def forget_views(log: EventLog) -> bool:
    """Overwrite and remove the views beside a store, all of them; whether there were any. They can be made again of the rest."""
    if log.path is None:
        return False
    from glitterball.views.opening import forget
    from glitterball.views.views import views_path

    return forget(views_path(log.address))
