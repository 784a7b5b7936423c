"""Judge answers by hand or by a language model, and say how far the judges agree."""
