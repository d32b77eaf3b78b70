Feature: Raising a member's commitments
  A majority may decide much, but in a company it may not make a member owe more than it agreed to. Whom a
  decision burdens is said when it is tabled; whether a new key burdens anybody is the charter's to say.

  Rule: In a company nobody's commitments are raised without its own consent

    Example: The majority is there, and who would bear more is against
      Given Aval, Brume and Cime cooperate in a company
      And the charter decides on keys by simple majority
      And the vote on resolution R1, which raises the commitments of Brume, is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | against |
        | Cime   | for     |
      Then resolution R1 is rejected
      And the count of resolution R1 reads "consent: Brume would bear more and did not vote for it (C. civ. art. 1836: no member's commitments are raised without its consent)"

    Example: Who would bear more is for
      Given Aval, Brume and Cime cooperate in a company
      And the charter decides on keys by simple majority
      And the vote on resolution R1, which raises the commitments of Brume, is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | against |
        | Brume  | for     |
        | Cime   | for     |
      Then resolution R1 is adopted
      And the count of resolution R1 reads "consent: Brume, who would bear more, voted for it (C. civ. art. 1836: no member's commitments are raised without its consent)"

    Example: In an association the majority decides
      Given Aval, Brume and Cime cooperate in an association
      And the charter decides on keys by simple majority
      And the vote on resolution R1, which raises the commitments of Brume, is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | against |
        | Cime   | for     |
      Then resolution R1 is adopted

  Rule: A new key raises everybody's commitments unless somebody says otherwise

    Example: Nobody said whom it burdens
      Given Aval, Brume and Cime cooperate in a company
      And the charter decides on keys by simple majority
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | for    |
        | Brume  | for    |
      Then resolution R1 is rejected
      And the count of resolution R1 reads "consent: Cime would bear more and did not vote for it (C. civ. art. 1836: no member's commitments are raised without its consent)"

    Example: The charter says that a key raises nobody's
      Given Aval, Brume and Cime cooperate in a company
      And the charter decides on keys by simple majority, and says that a key raises no commitments
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | for    |
        | Brume  | for    |
      Then resolution R1 is adopted
