"""The order of each run, a file each. Everything is made in memory; the commands write."""
