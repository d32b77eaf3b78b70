Feature: Entries in the books
  What a run shares is booked where it belongs: the provider has a claim, each other member a cost and a debt.
  Every entry names the entity whose books it stands in, and its debits equal its credits.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: What a member bears stands in its own books and in those of the provider

    Example: Brume owes what Aval claims
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the books of Brume show
        | role             | counterparty | debit     | credit    |
        | shared services  | Aval         | 30.00 EUR | 0.00 EUR  |
        | due to providers | Aval         | 0.00 EUR  | 30.00 EUR |
      And the books of Aval show
        | role              | counterparty | debit     | credit    |
        | claims on members | Brume        | 30.00 EUR | 0.00 EUR  |
        | recharges         | Brume        | 0.00 EUR  | 30.00 EUR |
        | claims on members | Cime         | 30.00 EUR | 0.00 EUR  |
        | recharges         | Cime         | 0.00 EUR  | 30.00 EUR |

    Example: A credit is booked the other way round
      When -90.00 EUR of "Call platform" is allocated for March 2026
      Then the books of Brume show
        | role             | counterparty | debit     | credit    |
        | shared services  | Aval         | 0.00 EUR  | 30.00 EUR |
        | due to providers | Aval         | 30.00 EUR | 0.00 EUR  |

    Example: A direct charge is claimed with the share
      Given a direct charge of 20.00 EUR to Brume for "Call platform" in March 2026 has come in
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the books of Brume show
        | role             | counterparty | debit     | credit    |
        | shared services  | Aval         | 50.00 EUR | 0.00 EUR  |
        | due to providers | Aval         | 0.00 EUR  | 50.00 EUR |

  Rule: In the books of each entity debits equal credits

    Example: After a month, its correction and a reversal
      Given 100.00 EUR of "Call platform" has been allocated for March 2026
      And 10.00 EUR of "Call platform" has been allocated for March 2026
      When the run of "Call platform" for March 2026 is reversed, because "the invoice was withdrawn"
      Then the books of Aval, Brume and Cime balance

  Rule: The provider's own share stays its cost

    Example: Aval claims from nobody what it bears itself
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | part      |
        | Aval   | 30.00 EUR |
        | Brume  | 30.00 EUR |
        | Cime   | 30.00 EUR |
      And Aval claims 60.00 EUR in all

    Example: Of a month that only the provider bears, nothing is booked
      When a direct charge of 20.00 EUR to Aval for "Call platform" in March 2026 is allocated
      Then the books of Aval show nothing

  Rule: A member that bears nothing has no entry

    Example: A single cent is borne by the first member alone
      When 0.01 EUR of "Call platform" is allocated for March 2026
      Then the books of Brume show nothing

  Rule: The entries of a journal are numbered without a gap

    Example: Three months of one contract
      When 90.00 EUR of "Call platform" is allocated for each of January, February and March 2026
      Then the entries of Brume are numbered 1 to 3
