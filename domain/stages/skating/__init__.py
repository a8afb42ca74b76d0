"""The Skating System of ballroom finals: `majority` holds Rules 5 to 8, `final` Rules 9 to 11.

Pure arithmetic on marks; `domain.stages.measures.placings` reads the marks from a scoring period and turns the working
into steps. Couples are indices; marks and places count from 1, 1 is best.
"""
