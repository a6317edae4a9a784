"""Earlier, anonymous assessments: files of peers, read and written."""
