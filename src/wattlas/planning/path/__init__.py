"""A plan over years: what is built when, for a load and a connection that grow."""
