"""What hostile requests are made of, how they are sent, how answers are judged."""
