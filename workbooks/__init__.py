"""The sample workbooks and the script that writes them."""
