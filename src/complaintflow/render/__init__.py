"""A procedure as text for people: the leaflet, the duty list, and pictures of its course."""
