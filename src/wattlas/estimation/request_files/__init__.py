"""Logs of requests in many Parquet files, in bounded memory, to a folder."""
