"""Backups of a store: made while others write, read back before they are answered for, and restored without forgetting what
was signed.

A backup is a folder: `store.sqlite`, which is a store; `proofs/`; and `backup.json`, written last, with the position, the
root and the SHA-256 of each file. Keys of seasons go into a folder of their own, and only when asked for. Start reading at
`making.back_up`, then `restoring.restore`, then `continuing.must_continue`.
"""

from glitterball.backups.continuing import must_continue
from glitterball.backups.making import back_up
from glitterball.backups.manifest import Backup
from glitterball.backups.restoring import Restored, restore

__all__ = ["Backup", "Restored", "back_up", "must_continue", "restore"]
