"""What was nearly typed, for the shell: `domain.spelling`, where the rules of it are."""

from domain.spelling import did_you_mean, meant, nearly

__all__ = ["did_you_mean", "meant", "nearly"]
