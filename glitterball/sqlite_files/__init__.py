"""Files of SQLite: the one door through which store, views, ledger and register are opened.

On POSIX, closing any descriptor of a file takes from the whole process the locks that SQLite has on it, and another process
then believes it is alone: it clears the write-ahead log away under the first, which goes on acknowledging into a file
without a name (sqlite.org/howtocorrupt, 2.2). So nothing here opens such a file but SQLite itself, which knows what it
has open; what is open is held (`files.held`), so that others keep their hands off; a process that was forked may not use
what its parent has open; and a file that was linked, moved or replaced is noticed.
"""
