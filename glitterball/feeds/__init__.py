"""Votes that come as files: a folder into which gateways write deliveries, followed until the week's votes are in.

A room beside `intake`, which reads one delivery and knows no folder. Start reading at `following`; `folder` lists what is there.
"""

from glitterball.feeds.following import Follower, Look, Taken, looks

__all__ = ["Follower", "Look", "Taken", "looks"]
