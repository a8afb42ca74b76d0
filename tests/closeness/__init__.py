"""How close it was: implied votes, margins, what-ifs, promises before air, deliveries left out."""
