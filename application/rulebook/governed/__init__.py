"""What the rules of the rulebook govern in a group: each rule with a question to the read models, both ways."""
