"""Life of an assessment: states, roles and permissions, verification; pure."""
