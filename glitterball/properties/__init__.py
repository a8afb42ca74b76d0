"""The properties of a rulebook: promises a show might make to its viewers, as values, and the search for what breaks them.

>>> from glitterball.properties import run_properties, report
>>> from glitterball.rulebooks import shipped_rulebook
>>> results = run_properties(shipped_rulebook("strictly-2008"), names=["savable"])
>>> results[0].verdict, results[0].counterexample.couples
('broken', 3)
"""

from glitterball.properties.catalogue import BY_NAME, PROPERTIES, property_named, run_properties
from glitterball.properties.counterexample import Counterexample, Shown
from glitterball.properties.property import Property
from glitterball.properties.report import as_json, broken_promises, report, told, untested_promises
from glitterball.properties.result import Covered, Result, Verdict
from glitterball.properties.rules import Budget, Rules

__all__ = [
    "BY_NAME",
    "PROPERTIES",
    "Budget",
    "Counterexample",
    "Covered",
    "Property",
    "Result",
    "Rules",
    "Shown",
    "Verdict",
    "as_json",
    "broken_promises",
    "property_named",
    "report",
    "run_properties",
    "told",
    "untested_promises",
]
