"""What helps curators: doubts about a sound fact base, drafts of new facts, schemas of the data files."""
