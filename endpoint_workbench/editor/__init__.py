"""What the code and schema editors show while an admin writes. Nothing is executed."""
