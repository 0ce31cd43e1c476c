"""What the commands tell: as text for people, as JSON for scripts."""
