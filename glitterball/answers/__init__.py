"""Answers: what is said to a question, the same for a terminal, a file and a machine at the other end of a wire.

An `Answer` holds rows, what they rest on and what to know about them; `documents` writes it for machines; `problems` are
the refusals as machines are told them. How an answer looks to a person is the business of whoever shows it.
What an answer rests on is told by `basis`, which reads the log and its ledger.
"""

from glitterball.answers.answer import Answer, Column
from glitterball.answers.documents import csv_lines, document, jsonl_records
from glitterball.answers.not_certified import not_certified
from glitterball.answers.problems import Problem, catalogue, problem_of
from glitterball.answers.values import as_record, plain, written

__all__ = [
    "Answer",
    "Column",
    "Problem",
    "as_record",
    "catalogue",
    "csv_lines",
    "document",
    "jsonl_records",
    "not_certified",
    "plain",
    "problem_of",
    "written",
]
