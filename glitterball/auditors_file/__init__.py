"""The verifier as one file: `verify_bundle.py` needs nothing but Python 3.11, and nothing here imports it.

It is made by `build` from the files in `parts`, one a section, which are what people work on. The wheel has the file alone:
two copies of it would be one too many for whoever asks which of them the certificate's hash is of.
"""
