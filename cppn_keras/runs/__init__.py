"""Training runs: recipes, the loop that can be interrupted and resumed, weights and the prior."""
