"""Show notes read as what they mean: timeline, links, people, glossary. One file per thing."""
