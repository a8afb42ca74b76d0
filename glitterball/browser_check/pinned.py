"""Which Python the page brings: Pyodide's package as its makers publish it, by version and hash."""

NAME = "pyodide"
VERSION = "314.0.7"
SHA256 = "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0"
FILE = "python.tgz"
"""What it is called beside this file, to the byte as published."""
