Feature: Where the charter is silent
  Not every charter thinks of every decision. What holds then depends on the legal form of the cooperation; it
  is kept as dated data with its source, so that a reader finds the article and not a habit of the software.

  Rule: A GIE decides unanimously unless its contract says otherwise

    Example: Two of three do not carry
      Given Aval, Brume and Cime cooperate in a GIE
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | for     |
        | Cime   | against |
      Then resolution R1 is rejected
      And the count of resolution R1 reads "unanimity: 2 for of 3 needed"
      And the rule of resolution R1 is "C. com. art. L. 251-10: where the contract is silent, decisions are unanimous"

  Rule: No vote is opened under a rule that nobody laid down

    Example: An association whose charter does not speak of keys
      Given Aval, Brume and Cime cooperate in an association
      When the vote on resolution R1 is opened on 5 January 2026
      Then the vote is refused because nobody said how such a decision is taken

    Example: A company, of which no majority is known with its source
      Given Aval, Brume and Cime cooperate in a company
      When the vote on resolution R1 is opened on 5 January 2026
      Then the vote is refused because nobody said how such a decision is taken
