"""Hourly series as markets and agencies publish them: from a file to a year's hours.

A file becomes a sheet of named columns (`sheet`, `outside`), its header tells the
layout (`layouts`), of which follow the columns and rows that are meant (`pick`), their
times in UTC (`stamps`, `zones`, `moments`), their numbers (`numbers`) and unit
(`unit`); `steps` finds gaps and `year` lays what is whole on the hours of a year.
"""
