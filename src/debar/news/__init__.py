"""Articles: who claims what, what was announced, whom it touches."""
