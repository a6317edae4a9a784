"""Word XML, known once for template and draft: paragraphs, tables, references, comments, headers and footers."""
