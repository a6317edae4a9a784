"""What every room shares: nouns of the model, diagnostics, rounding, colours, the method, house style, resources."""
