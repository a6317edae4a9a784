"""Tests of the pages, and of what lies behind them."""
