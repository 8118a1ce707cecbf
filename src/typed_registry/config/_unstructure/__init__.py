"""A tree of config objects to plain data, to text and to a digest, and where two trees differ."""
