"""Let a language model word an answer: what it is told, how its reply is read, and the check of every sentence."""
