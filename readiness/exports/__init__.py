"""Tables and answers for other programs: XLSX, CSV, YAML, JSON."""
