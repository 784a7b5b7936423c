"""What the program is put together from: lists of it, its licences, known weaknesses, and secrets that slipped in."""
