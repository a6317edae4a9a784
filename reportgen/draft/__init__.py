"""A draft's life: what it carries, how it is refreshed, reviewed and finalized."""
