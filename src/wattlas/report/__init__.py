"""Reports: records in; terminal tables and charts out. Sentences live in words/."""
