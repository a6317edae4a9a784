"""The order of each run: check, build, refresh, merge and upgrade, issue. All is made in memory; the commands write."""
