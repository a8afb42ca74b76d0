"""The documentation as a site: every page of `docs/`, the README first, in the order of the index `docs/README.md`.

Pages stay as they are in the repository, and read well there; the site is made of a copy. Start at `building`. The extra `docs`
brings Zensical, which makes it; what the site needs is in it, and nothing is fetched by whoever reads it.
"""
