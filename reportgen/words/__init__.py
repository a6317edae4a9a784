"""What the report says: `context` declares what a template may use, `compose` makes it; nothing here knows Word."""
