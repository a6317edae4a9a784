"""What a run leaves: its files' names and bytes, and the records of them. Nothing here writes."""
