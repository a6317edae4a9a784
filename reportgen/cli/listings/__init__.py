"""What commands print: problems, changes, questions and the like as text for people and as records for JSON."""
