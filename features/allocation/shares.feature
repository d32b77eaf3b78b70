Feature: Shares of a cost
  Each member bears its part of what a service has cost, exactly and to the cent, and can recompute it by pen and
  paper. Nothing is added, nothing gets lost, and what rounding does to a member is worked off in later months.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence

  Rule: What the members bear sums to the cost, to the cent

    Example: A cent left over goes to the largest remainder
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of March 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 2     |
      When 100.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 3/7   | 42.86 EUR |
        | Brume  | 2/7   | 28.57 EUR |
        | Cime   | 2/7   | 28.57 EUR |
      And together they bear 100.00 EUR

    Example: Among equal remainders the member named first in the contract bears the cent
      Given Aval provides "Call platform" to Cime, Brume and Aval, shared equally
      When 100.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 1/3   | 33.33 EUR |
        | Brume  | 1/3   | 33.33 EUR |
        | Cime   | 1/3   | 33.34 EUR |

    Example: A single cent has one bearer
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      When 0.01 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part     |
        | Aval   | 1/3   | 0.01 EUR |
        | Brume  | 1/3   | 0.00 EUR |
        | Cime   | 1/3   | 0.00 EUR |

  Rule: What rounding gave or took is carried to the next month

    Example: After three months of thirds everybody has borne the same
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      When 100.00 EUR of "Call platform" is allocated for each of January, February and March 2026
      Then month by month the members bear
        | member | January   | February  | March     |
        | Aval   | 33.34 EUR | 33.33 EUR | 33.33 EUR |
        | Brume  | 33.33 EUR | 33.34 EUR | 33.33 EUR |
        | Cime   | 33.33 EUR | 33.33 EUR | 33.34 EUR |
      And nothing is carried of "Call platform"

    Example: After one month a third of a cent is carried
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      When 100.00 EUR of "Call platform" is allocated for January 2026
      Then these parts of a cent are carried of "Call platform"
        | member | carried |
        | Aval   | 2/3     |
        | Brume  | -1/3    |
        | Cime   | -1/3    |

    Example: Where each month is rounded by itself, the first member bears two cents too much
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally, each month rounded by itself
      When 100.00 EUR of "Call platform" is allocated for each of January, February and March 2026
      Then month by month the members bear
        | member | January   | February  | March     |
        | Aval   | 33.34 EUR | 33.34 EUR | 33.34 EUR |
        | Brume  | 33.33 EUR | 33.33 EUR | 33.33 EUR |
        | Cime   | 33.33 EUR | 33.33 EUR | 33.33 EUR |

  Rule: Who has not used a service bears none of its cost

    Example: A reading of zero bears zero, even where a part of a cent is owed from before
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of January 2026
        | member | calls |
        | Aval   | 1     |
        | Brume  | 1     |
        | Cime   | 1     |
      And the calls of February 2026
        | member | calls |
        | Aval   | 1     |
        | Brume  | 1     |
        | Cime   | 0     |
      And 100.00 EUR of "Call platform" has been allocated for January 2026
      When 100.00 EUR of "Call platform" is allocated for February 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 1/2   | 50.00 EUR |
        | Brume  | 1/2   | 50.00 EUR |
        | Cime   | 0     | 0.00 EUR  |

  Rule: A blend of keys is rounded once, at its end

    Example: Half equally and half by calls
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared half equally and half by calls
      And the calls of March 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 2     |
      When 100.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 8/21  | 38.10 EUR |
        | Brume  | 13/42 | 30.95 EUR |
        | Cime   | 13/42 | 30.95 EUR |

  Rule: A credit note is shared as the mirror image of an invoice

    Example: The same cents the other way round
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of March 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 2     |
      When -100.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part       |
        | Aval   | 3/7   | -42.86 EUR |
        | Brume  | 2/7   | -28.57 EUR |
        | Cime   | 2/7   | -28.57 EUR |

    Example: With its invoice in the same month only the difference is shared
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And an invoice of 100.00 EUR for "Call platform" in March 2026 has come in
      When -40.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 1/3   | 20.00 EUR |
        | Brume  | 1/3   | 20.00 EUR |
        | Cime   | 1/3   | 20.00 EUR |

  Rule: A direct charge is borne by one member alone

    Example: Brume had its own training
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And a direct charge of 20.00 EUR to Brume for "Call platform" in March 2026 has come in
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | part      | direct    | in all    |
        | Aval   | 30.00 EUR | 0.00 EUR  | 30.00 EUR |
        | Brume  | 30.00 EUR | 20.00 EUR | 50.00 EUR |
        | Cime   | 30.00 EUR | 0.00 EUR  | 30.00 EUR |

    Example: A stranger is not charged
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      When a direct charge of 20.00 EUR to Dune for "Call platform" in March 2026 comes in
      Then the charge is refused because only a beneficiary bears costs
