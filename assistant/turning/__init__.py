"""Turn what a document says into questions that it answers: sentences, headings and names, in English and French."""
