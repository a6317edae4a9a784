#!/usr/bin/env bash
# python-docx 1.2.0 with docxcompose 2.2.0 loaded: keywords, category and "last modified by" of a document go into another
# namespace, and Word finds none of them. docxcompose.utils merges its own prefixes into python-docx's shared table
# (docx.oxml.ns.nsmap), where `cp` meant the core properties; python-docx then builds the elements by that prefix.
# docxtpl 0.20.0 always brought docxcompose along; later ones do with the extra `subdoc`, and import it when it is there.
# Seen with python-docx 1.2.0, docxcompose 2.2.0, lxml 6.0.0, Python 3.11:
#   alone            {http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords
#   with docxcompose {http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}keywords
#   read back        ''
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet python-docx==1.2.0 docxcompose==2.2.0 lxml==6.0.0

cat >"$folder/write.py" <<'PYTHON'
import sys

import docx

if sys.argv[1] == "with":
    import docxcompose.utils  # noqa: F401
document = docx.Document()
core = document.core_properties
core.keywords = "figures, peers"
print(next(each.tag for each in core._element if (each.text or "") == "figures, peers"))
document.save(sys.argv[2])
PYTHON
cat >"$folder/read.py" <<'PYTHON'
import sys

import docx

print(repr(docx.Document(sys.argv[1]).core_properties.keywords))
PYTHON

python="$folder/venv/bin/python"
office=http://schemas.openxmlformats.org
alone=$("$python" "$folder/write.py" without "$folder/alone.docx")
both=$("$python" "$folder/write.py" with "$folder/both.docx")
read_back=$("$python" "$folder/read.py" "$folder/both.docx")
printf 'alone            %s\nwith docxcompose %s\nread back        %s\n' "$alone" "$both" "$read_back"
[ "$alone" = "{$office/package/2006/metadata/core-properties}keywords" ]
[ "$both" = "{$office/officeDocument/2006/custom-properties}keywords" ]
[ "$read_back" = "''" ]
