"""What has to be true of counts nobody is shown, for the couples that left to be the right ones: whole numbers only.

A claim is what was announced: groups of couples, best first. `statement_of` compiles it, from the rulebook and what is
public, into ranges and equations over the hidden counts; `violations` says which of them given counts break. Whoever
verifies a proof compiles the statement himself: nothing of it is read from the proof. The proof is `glitterball.sigma`'s.
"""
