"""What we ask: the questionnaire as data, its loader, and the answers it admits."""
