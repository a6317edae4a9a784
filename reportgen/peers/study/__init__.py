"""Practice against performance: what scores of many organisations go with, by stated rules."""
