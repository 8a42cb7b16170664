"""Review mode: one candidate after the other, judged with both hands on the keyboard."""
