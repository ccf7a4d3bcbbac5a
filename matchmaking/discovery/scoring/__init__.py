"""How well two people suit each other, and why: pure. One pair at a time (`pairs`), or everybody (`crowds`)."""
