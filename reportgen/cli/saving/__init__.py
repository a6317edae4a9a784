"""Writing results safely: nothing is lost, and nothing that is not our own is replaced."""
