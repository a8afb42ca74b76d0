"""Verify a Glitterball bundle: whether its log is unaltered since a checkpoint you trust, and whether its outcomes follow.

    python verify_bundle.py week2.bundle --policy policy.txt [--known FILE] [--signer VKEY] [--openings FILE] [--json]

One file, nothing but Python 3.11, no network, no trust in whoever made the bundle. The policy says which log and which
witnesses you believe; it comes from you, never from the bundle. Exit code 0: it holds. 1: the record is intact, but what
was certified or announced does not follow from it. 3: the question could not be put, or part of the record was written by
a newer Glitterball than this file, and nothing else is wrong. 5: the record is not intact. 2: the command line is wrong.

It was written separately from the engine, from docs/formats/bundle.md (the format) and from the rules of the shows: all
arithmetic is in fractions, and where the engine is clever this file counts.

It is made from small files, one a section, by `build.py` in its folder of the repository: change those, never this one.
"""
