"""What a person may ask of a school: everything about them in one file, or to be erased."""
