"""What it means: from answers to scores, levels, gates and exact parts; pure and vectorised."""
