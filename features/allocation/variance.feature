Feature: Why a period differs from another
  A member that bears more than in another month wants to know why: others came in or went out, the key is another,
  more was counted, or a unit cost more. The difference is told apart by these causes, in this order, and the parts
  sum to it to the cent. In the same way what is posted of a year is held against its budget.

  Rule: More of what is counted, at the same cost a unit, is volume

    Example: Brume has two calls more, and each call costs 10.00 EUR as before
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of two months
        | member | January | February |
        | Aval   | 3       | 3        |
        | Brume  | 2       | 4        |
        | Cime   | 2       | 2        |
      And 70.00 EUR of "Call platform" has been allocated for January 2026
      And 90.00 EUR of "Call platform" has been allocated for February 2026
      When January and February 2026 of "Call platform" are compared
      Then the difference is told apart
        | member | membership | key      | volume    | price    | difference |
        | Aval   | 0.00 EUR   | 0.00 EUR | 0.00 EUR  | 0.00 EUR | 0.00 EUR   |
        | Brume  | 0.00 EUR   | 0.00 EUR | 20.00 EUR | 0.00 EUR | 20.00 EUR  |
        | Cime   | 0.00 EUR   | 0.00 EUR | 0.00 EUR  | 0.00 EUR | 0.00 EUR   |

  Rule: A unit that costs more is price

    Example: Brume has two calls more, and each call costs 12.00 EUR instead of 10.00 EUR
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of two months
        | member | January | February |
        | Aval   | 3       | 3        |
        | Brume  | 2       | 4        |
        | Cime   | 2       | 2        |
      And 70.00 EUR of "Call platform" has been allocated for January 2026
      And 108.00 EUR of "Call platform" has been allocated for February 2026
      When January and February 2026 of "Call platform" are compared
      Then the difference is told apart
        | member | membership | key      | volume    | price    | difference |
        | Aval   | 0.00 EUR   | 0.00 EUR | 0.00 EUR  | 6.00 EUR | 6.00 EUR   |
        | Brume  | 0.00 EUR   | 0.00 EUR | 20.00 EUR | 8.00 EUR | 28.00 EUR  |
        | Cime   | 0.00 EUR   | 0.00 EUR | 0.00 EUR  | 4.00 EUR | 4.00 EUR   |

    Example: Where no volume is counted, the cost itself is the price
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And 90.00 EUR of "Call platform" has been allocated for January 2026
      And 120.00 EUR of "Call platform" has been allocated for February 2026
      When January and February 2026 of "Call platform" are compared
      Then the difference is told apart
        | member | volume   | price     | difference |
        | Aval   | 0.00 EUR | 10.00 EUR | 10.00 EUR  |
        | Brume  | 0.00 EUR | 10.00 EUR | 10.00 EUR  |
        | Cime   | 0.00 EUR | 10.00 EUR | 10.00 EUR  |

  Rule: Who comes in takes its part of the cost from those who were there

    Example: Cime enters with February
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by months started
      And Cime has entered on 1 February 2026
      And 90.00 EUR of "Call platform" has been allocated for January 2026
      And 90.00 EUR of "Call platform" has been allocated for February 2026
      When January and February 2026 of "Call platform" are compared
      Then the difference is told apart
        | member | membership | price    | difference |
        | Aval   | -15.00 EUR | 0.00 EUR | -15.00 EUR |
        | Brume  | -15.00 EUR | 0.00 EUR | -15.00 EUR |
        | Cime   | 30.00 EUR  | 0.00 EUR | 30.00 EUR  |

    Example: Cime enters in the middle of February, and days are counted
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by days
      And Cime has entered on 15 February 2026
      And 100.00 EUR of "Call platform" has been allocated for January 2026
      And 120.00 EUR of "Call platform" has been allocated for February 2026
      When January and February 2026 of "Call platform" are compared
      Then the difference is told apart
        | member | membership | price    | difference |
        | Aval   | -10.00 EUR | 8.00 EUR | -2.00 EUR  |
        | Brume  | -10.00 EUR | 8.00 EUR | -2.00 EUR  |
        | Cime   | 20.00 EUR  | 4.00 EUR | 24.00 EUR  |

  Rule: What another key moves between the members is told apart from what the month cost

    Example: By calls in January, equally from February
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of January 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 2     |
      And "Call platform" is shared equally from February 2026 by an amendment
      And January and February 2026 of "Call platform" have cost 63.00 EUR and 72.00 EUR
      When January and February 2026 of "Call platform" are compared
      Then the difference is told apart
        | member | key       | price    | difference |
        | Aval   | -6.00 EUR | 3.00 EUR | -3.00 EUR  |
        | Brume  | 3.00 EUR  | 3.00 EUR | 6.00 EUR   |
        | Cime   | 3.00 EUR  | 3.00 EUR | 6.00 EUR   |

  Rule: What was charged to one member alone stands apart

    Example: Brume had its own training in February
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And a direct charge of 20.00 EUR to Brume for "Call platform" in February 2026 has come in
      And January and February 2026 of "Call platform" have cost 90.00 EUR and 90.00 EUR
      When January and February 2026 of "Call platform" are compared
      Then the difference is told apart
        | member | price    | direct charges | difference |
        | Aval   | 0.00 EUR | 0.00 EUR       | 0.00 EUR   |
        | Brume  | 0.00 EUR | 20.00 EUR      | 20.00 EUR  |
        | Cime   | 0.00 EUR | 0.00 EUR       | 0.00 EUR   |

  Rule: What rounding gave or took is a part of the difference

    Example: Two months of the same cost, of which the cent left over goes to Aval and then to Brume
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And January and February 2026 of "Call platform" have cost 100.00 EUR and 100.00 EUR
      When January and February 2026 of "Call platform" are compared
      Then the difference is told apart
        | member | price    | rounding  | difference |
        | Aval   | 0.00 EUR | -0.01 EUR | -0.01 EUR  |
        | Brume  | 0.00 EUR | 0.01 EUR  | 0.01 EUR   |
        | Cime   | 0.00 EUR | 0.00 EUR  | 0.00 EUR   |

  Rule: Longer periods are compared month by month, each with the one in its place

    Example: April with January, and May with nothing
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And 90.00 EUR of "Call platform" has been allocated for January 2026
      And 120.00 EUR of "Call platform" has been allocated for April 2026
      And 30.00 EUR of "Call platform" has been allocated for May 2026
      When the first and the second quarter of 2026 of "Call platform" are compared
      Then the difference is told apart
        | member | membership | price     | difference |
        | Aval   | 0.00 EUR   | 20.00 EUR | 20.00 EUR  |
        | Brume  | 0.00 EUR   | 20.00 EUR | 20.00 EUR  |
        | Cime   | 0.00 EUR   | 20.00 EUR | 20.00 EUR  |

    Example: A month of a contract that is shared over the quarter
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally, over each quarter
      And January and February 2026 of "Call platform" have cost 90.00 EUR and 90.00 EUR
      When January and February 2026 of "Call platform" are compared
      Then the comparison is refused because a period is shared as a whole

    Example: A month of which nothing is posted
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And 90.00 EUR of "Call platform" has been allocated for January 2026
      When January and February 2026 of "Call platform" are compared
      Then the comparison is refused because only what is posted is compared

  Rule: What is posted of a year is held against its budget

    Example: After January, for all and by the members' proportions
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And the budget of "Call platform" for 2026 is 1,200.00 EUR
      And a direct charge of 30.00 EUR to Brume for "Call platform" in January 2026 has come in
      And 90.00 EUR of "Call platform" has been allocated for January 2026
      When the budget of "Call platform" for 2026 is held against what is posted
      Then of the budget there is
        | whose  | posted     | of the whole | remains      |
        | Aval   | 30.00 EUR  | 300.00 EUR   | 270.00 EUR   |
        | Brume  | 60.00 EUR  | 600.00 EUR   | 540.00 EUR   |
        | Cime   | 30.00 EUR  | 300.00 EUR   | 270.00 EUR   |
        | in all | 120.00 EUR | 1,200.00 EUR | 1,080.00 EUR |
