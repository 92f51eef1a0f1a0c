"""What is known of human language: pure functions from text to terms, sentences and languages."""
