"""Arithmetic on answers: validation, scores, standing among peers, traces, merging and upgrading, results."""
