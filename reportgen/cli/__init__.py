"""The commands: what is typed, what is shown, and the exit codes. They alone write files."""
