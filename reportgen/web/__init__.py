"""The same runs in a browser, for people who know Excel and Word: pages, who may see them, and what lies behind."""
