"""The verifier as one file: `verify_bundle.py` needs nothing but Python 3.11, and nothing here imports it."""
