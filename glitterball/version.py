"""The version of this distribution, as certificates name it."""

VERSION = "0.1.0"
