Feature: Settlement between members
  Members that provide services to each other owe each other at the same time. The ledger shows each debt as it
  stands, what it leaves to each of them, and with how few transfers all could be settled. That is a proposal:
  debts are netted only where those whom it concerns have agreed on it.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: Each debt is shown as it stands in the books, before any netting

    Example: Aval and Brume owe each other
      Given Brume also provides "Land search" to Aval, Brume and Cime, shared equally
      And 90.00 EUR of "Call platform" has been allocated for March 2026
      And 60.00 EUR of "Land search" has been allocated for March 2026
      When the settlement of 2026 is proposed
      Then these debts stand
        | from  | to    | amount    |
        | Aval  | Brume | 20.00 EUR |
        | Brume | Aval  | 30.00 EUR |
        | Cime  | Aval  | 30.00 EUR |
        | Cime  | Brume | 20.00 EUR |

    Example: A credit is owed by the provider
      Given -90.00 EUR of "Call platform" has been allocated for March 2026
      When the settlement of 2026 is proposed
      Then these debts stand
        | from | to    | amount    |
        | Aval | Brume | 30.00 EUR |
        | Aval | Cime  | 30.00 EUR |

    Example: The debts are those of the statements
      Given Brume also provides "Land search" to Aval, Brume and Cime, shared equally
      And 90.00 EUR of "Call platform" has been allocated for March 2026
      And 61.00 EUR of "Land search" has been allocated for March 2026
      When the settlement of 2026 is proposed
      Then the debts of Aval, Brume and Cime are those of their statements

  Rule: What a member owes and what is owed to it leave a balance

    Example: Cime owes, to Aval and Brume something is due
      Given Brume also provides "Land search" to Aval, Brume and Cime, shared equally
      And 90.00 EUR of "Call platform" has been allocated for March 2026
      And 60.00 EUR of "Land search" has been allocated for March 2026
      When the settlement of 2026 is proposed
      Then these balances are left
        | member | due to it | due by it | balance    |
        | Aval   | 60.00 EUR | 20.00 EUR | 40.00 EUR  |
        | Brume  | 40.00 EUR | 30.00 EUR | 10.00 EUR  |
        | Cime   | 0.00 EUR  | 50.00 EUR | -50.00 EUR |

    Example: Up to a month, what was posted later does not count
      Given 90.00 EUR of "Call platform" has been allocated for January 2026
      And 30.00 EUR of "Call platform" has been allocated for February 2026
      When the settlement of 2026 up to January 2026 is proposed
      Then these balances are left
        | member | due to it | due by it | balance    |
        | Aval   | 60.00 EUR | 0.00 EUR  | 60.00 EUR  |
        | Brume  | 0.00 EUR  | 30.00 EUR | -30.00 EUR |
        | Cime   | 0.00 EUR  | 30.00 EUR | -30.00 EUR |

  Rule: The fewest transfers that settle all balances are proposed, and nothing is recorded

    Example: Two transfers in place of four
      Given Brume also provides "Land search" to Aval, Brume and Cime, shared equally
      And 90.00 EUR of "Call platform" has been allocated for March 2026
      And 60.00 EUR of "Land search" has been allocated for March 2026
      When the settlement of 2026 is proposed
      Then these transfers would settle them, and fewer would not
        | from | to    | amount    |
        | Cime | Aval  | 40.00 EUR |
        | Cime | Brume | 10.00 EUR |
      And nothing is recorded

    Example: The month of another year
      When the settlement of 2026 up to January 2027 is proposed
      Then the settlement is refused because it lies within the year
