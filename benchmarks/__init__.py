"""How fast it is, beside what others would use instead: `make bench`."""
