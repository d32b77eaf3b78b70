Feature: Recusal
  Who is concerned does not decide on its own case. The charter says on which grounds a voter is recused, and
  whether those who are recused leave the quorum and the base of the majority; where it is silent they stay in.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And the seats of Confluence
      | seat    | represents |
      | Aval 1  | Aval       |
      | Aval 2  | Aval       |
      | Brume 1 | Brume      |
      | Brume 2 | Brume      |
      | Cime 1  | Cime       |
      | Cime 2  | Cime       |

  Rule: The directors of a member that a resolution concerns do not vote on it

    Example: They are recused at the opening, both of them
      Given the board decides on keys by two thirds of all without the concerned, who stay in the base
      When the vote on resolution R1, which concerns Cime, is opened
      Then the recused on resolution R1 are
        | seat   | recused_ground |
        | Cime 1 | concerned      |
        | Cime 2 | concerned      |

    Example: Their ballot is refused
      Given the board decides on keys by two thirds of all without the concerned, who stay in the base
      And the vote on resolution R1, which concerns Cime, has been opened
      When the seat "Cime 1" votes against resolution R1
      Then the ballot is refused because a recused member does not vote

    Example: Two thirds of the whole board, or of those who remain
      Given the board decides on keys by two thirds of all without the concerned, who <reading> the base
      And the vote on resolution R1, which concerns Cime, has been opened
      When the vote on resolution R1 closes with
        | seat    | ballot   |
        | Aval 1  | for      |
        | Aval 2  | for      |
        | Brume 1 | for      |
        | Brume 2 | <ballot> |
      Then resolution R1 is <outcome>
      And the count of resolution R1 reads "<arithmetic>"

      Examples:
        | case                        | reading | ballot  | outcome  | arithmetic                                  |
        | three of six are not enough | stay in | against | rejected | 2/3 of all: 3 for, at least 2/3 of 6 needed |
        | four of six are             | stay in | for     | adopted  | 2/3 of all: 4 for, at least 2/3 of 6 needed |
        | three of four are enough    | leave   | against | adopted  | 2/3 of all: 3 for, at least 2/3 of 4 needed |

    Example: The exclusion of a member concerns it without anybody saying so
      Given the board decides on exclusions by two thirds of all without the concerned
      When the vote on resolution R1, which lets Cime go, is opened
      Then the recused on resolution R1 are
        | seat   | recused_ground |
        | Cime 1 | concerned      |
        | Cime 2 | concerned      |

  Rule: A voter is recused on a ground that the charter knows

    Example: A voter declares its own interest
      Given the charter knows the grounds of recusal "declared"
      And the vote on resolution R1 is open
      When Aval is recused from resolution R1
      Then the recused on resolution R1 are
        | seat | recused_ground |
        | Aval | declared       |

    Example: Nobody declares the interest of another
      Given the charter knows the grounds of recusal "declared"
      And the vote on resolution R1 is open
      When Brume declares that Aval is recused from resolution R1
      Then the recusal is refused because a member speaks for itself

    Example: A ground that the charter does not know
      Given the charter knows the grounds of recusal "declared"
      And the vote on resolution R1 is open
      When Aval is recused from resolution R1 as concerned
      Then the recusal is refused because the charter does not know that ground

    Example: A member that the resolution does not concern
      Given the charter knows the grounds of recusal "declared, concerned"
      And the vote on resolution R1 is open
      When Aval is recused from resolution R1 as concerned
      Then the recusal is refused because the resolution does not name it
