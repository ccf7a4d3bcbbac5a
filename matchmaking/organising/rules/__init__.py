"""Judgements at the organiser's desk: pure."""
