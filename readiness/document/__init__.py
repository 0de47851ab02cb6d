"""The report model and the charts' definitions, below reports and exports."""
