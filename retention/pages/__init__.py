"""What readers see, one folder per concept: sections a notebook calls, sentences, pictures, and texts in both languages."""
