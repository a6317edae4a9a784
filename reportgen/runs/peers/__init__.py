"""What is done with a peer database, an order of steps each."""
