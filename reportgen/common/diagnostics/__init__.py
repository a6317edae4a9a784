"""What may be wrong, and what is said about it: the catalogues of kinds, each with a stable code."""
