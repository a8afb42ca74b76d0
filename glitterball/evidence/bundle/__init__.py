"""The form of a bundle (docs/formats/bundle.md): container, manifest, event lines, scope, sealing. Pure bytes in, bytes out.

Both who makes a bundle and who verifies it use these; neither the log nor the engine is known here.
"""
