"""Weather of a site: a typical year from monthly normals, or read from a file."""
