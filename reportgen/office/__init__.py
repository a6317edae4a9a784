"""Office files as packages of parts: the gate in front of them, reading, writing, checking, and LibreOffice."""
