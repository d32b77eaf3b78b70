Feature: Sharing against going alone
  Members share a service because it costs each of them less than going alone, and because no few of them would do
  better without the rest. What going alone would cost is declared with its evidence, never guessed; every split,
  posted or proposed, is held against it to the cent.

  Rule: What going alone would cost is declared once, with its evidence

    Background:
      Given Aval, Brume and Cime cooperate under Confluence

    Example: A quotation for a year
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      When going without the others would cost Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      Then going alone is declared for "Call platform"
        | members | first_month | last_month | cost       | evidence_reference |
        | Aval    | 2026-01     | 2026-12    | 480.00 EUR | quotation F-7      |

    Example: The same declaration once more
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And going without the others costs Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      When going without the others would cost Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      Then nothing is recorded

    Example: Another quotation for the same months
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And going without the others costs Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      When going without the others would cost Aval 500.00 EUR from January 2026 to December 2026, by "quotation F-8"
      Then the declaration is refused because another cost is a correction
      And nothing is recorded

    Example: A correction keeps what was declared before, and why
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And going without the others costs Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      When the cost of Aval from January 2026 to December 2026 is corrected to 500.00 EUR, because "F-8 replaces F-7"
      Then going alone is declared for "Call platform"
        | members | cost       | previous   | corrected_because |
        | Aval    | 500.00 EUR | 480.00 EUR | F-8 replaces F-7  |

    Example: Wrong months are withdrawn and declared anew
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And going without the others costs Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      When the cost of Aval from January 2026 to December 2026 is withdrawn, because "F-7 is for half a year"
      And going without the others would cost Aval 480.00 EUR from January 2026 to June 2026, by "quotation F-7"
      Then going alone is declared for "Call platform"
        | first_month | last_month | withdrawn_because      |
        | 2026-01     | 2026-12    | F-7 is for half a year |
        | 2026-01     | 2026-06    | None                   |

    Example: What is no cost of going alone
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And going without the others costs Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      When going without the others would cost <members> 90.00 EUR from <first> to <last>, by "quotation F-9"
      Then the declaration is refused because <reason>

      Examples:
        | case                                  | members         | first        | last          | reason                                    |
        | Dune shares nothing                   | Dune            | January 2026 | December 2026 | going alone is of members of the contract |
        | Brume twice                           | Brume and Brume | January 2026 | December 2026 | each goes alone once                      |
        | it ends before it begins              | Brume           | March 2026   | February 2026 | there is at least one month               |
        | December is declared already          | Aval            | March 2026   | May 2027      | a month is declared once                  |
        | the service did not exist then        | Brume           | March 2025   | May 2026      | the contract does not serve that month    |

  Rule: A split is in the core when nobody whose cost is declared would save by leaving

    Background:
      Given Aval, Brume and Cime cooperate under Confluence

    # The two towns of H. P. Young, Cost Allocation (1994): together 15 million, alone 11 and 7.
    Example: Half each, and the small town bears more than alone
      Given Aval provides "Water network" to Aval and Brume, shared equally
      And 15,000,000.00 EUR of "Water network" has been allocated for January 2026
      And going without the others in January 2026 costs
        | members | cost              |
        | Aval    | 11,000,000.00 EUR |
        | Brume   | 7,000,000.00 EUR  |
      When "Water network" is checked for January 2026
      Then against going alone
        | members | bears            | alone             | saves            |
        | Aval    | 7,500,000.00 EUR | 11,000,000.00 EUR | 3,500,000.00 EUR |
        | Brume   | 7,500,000.00 EUR | 7,000,000.00 EUR  | -500,000.00 EUR  |
      And Brume would save 500,000.00 EUR by leaving

    Example: By inhabitants, and the large town bears more than alone
      Given Aval provides "Water network" to Aval and Brume, shared equally
      And the homes of January 2026
        | member | homes  |
        | Aval   | 36,000 |
        | Brume  | 12,000 |
      And 15,000,000.00 EUR of "Water network" has been allocated for January 2026
      And going without the others in January 2026 costs
        | members | cost              |
        | Aval    | 11,000,000.00 EUR |
        | Brume   | 7,000,000.00 EUR  |
      When "Water network" is checked for January 2026 as if shared by homes
      Then as if so shared
        | members | bears             | alone             | saves            |
        | Aval    | 11,250,000.00 EUR | 11,000,000.00 EUR | -250,000.00 EUR  |
        | Brume   | 3,750,000.00 EUR  | 7,000,000.00 EUR  | 3,250,000.00 EUR |

    Example: Other ways to share the same total leave neither town better off alone
      Given Aval provides "Water network" to Aval and Brume, shared equally
      And 15,000,000.00 EUR of "Water network" has been allocated for January 2026
      And going without the others in January 2026 costs
        | members | cost              |
        | Aval    | 11,000,000.00 EUR |
        | Brume   | 7,000,000.00 EUR  |
      When "Water network" is checked for January 2026
      Then the same total might be shared
        | method        | Aval             | Brume            | in the core |
        | stand-alone   | 9,166,666.67 EUR | 5,833,333.33 EUR | yes         |
        | equal-savings | 9,500,000.00 EUR | 5,500,000.00 EUR | yes         |
        | separable     | 9,500,000.00 EUR | 5,500,000.00 EUR | yes         |
        | scrb          | 9,500,000.00 EUR | 5,500,000.00 EUR | yes         |
        | shapley       | 9,500,000.00 EUR | 5,500,000.00 EUR | yes         |
        | nucleolus     | 9,500,000.00 EUR | 5,500,000.00 EUR | yes         |

    Example: Each member saves, and yet two of them would do better without the third
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And 90,000.00 EUR of "Call platform" has been allocated for January 2026
      And going without the others in January 2026 costs
        | members        | cost          |
        | Aval           | 45,000.00 EUR |
        | Brume          | 40,000.00 EUR |
        | Cime           | 35,000.00 EUR |
        | Aval and Brume | 70,000.00 EUR |
        | Aval and Cime  | 68,000.00 EUR |
        | Brume and Cime | 55,000.00 EUR |
      When "Call platform" is checked for January 2026
      Then against going alone
        | members        | bears         | alone         | saves         |
        | Aval           | 30,000.00 EUR | 45,000.00 EUR | 15,000.00 EUR |
        | Brume          | 30,000.00 EUR | 40,000.00 EUR | 10,000.00 EUR |
        | Cime           | 30,000.00 EUR | 35,000.00 EUR | 5,000.00 EUR  |
        | Aval and Brume | 60,000.00 EUR | 70,000.00 EUR | 10,000.00 EUR |
        | Aval and Cime  | 60,000.00 EUR | 68,000.00 EUR | 8,000.00 EUR  |
        | Brume and Cime | 60,000.00 EUR | 55,000.00 EUR | -5,000.00 EUR |
      And Brume and Cime would save 5,000.00 EUR by leaving

    Example: What the three might bear instead
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And 90,000.00 EUR of "Call platform" has been allocated for January 2026
      And going without the others in January 2026 costs
        | members        | cost          |
        | Aval           | 45,000.00 EUR |
        | Brume          | 40,000.00 EUR |
        | Cime           | 35,000.00 EUR |
        | Aval and Brume | 70,000.00 EUR |
        | Aval and Cime  | 68,000.00 EUR |
        | Brume and Cime | 55,000.00 EUR |
      When "Call platform" is checked for January 2026
      Then the same total might be shared
        | method        | Aval          | Brume         | Cime          | in the core |
        | stand-alone   | 33,750.00 EUR | 30,000.00 EUR | 26,250.00 EUR | no          |
        | equal-savings | 35,000.00 EUR | 30,000.00 EUR | 25,000.00 EUR | yes         |
        | separable     | 39,333.34 EUR | 26,333.33 EUR | 24,333.33 EUR | yes         |
        | scrb          | 38,023.26 EUR | 27,441.86 EUR | 24,534.88 EUR | yes         |
        | shapley       | 37,166.67 EUR | 28,166.67 EUR | 24,666.66 EUR | yes         |
        | nucleolus     | 39,333.34 EUR | 26,333.33 EUR | 24,333.33 EUR | yes         |

  Rule: Only what is declared is checked, and the check says so

    Background:
      Given Aval, Brume and Cime cooperate under Confluence

    Example: Of three subgroups of two, none is declared
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And 90,000.00 EUR of "Call platform" has been allocated for January 2026
      And going without the others in January 2026 costs
        | members | cost          |
        | Aval    | 45,000.00 EUR |
        | Brume   | 40,000.00 EUR |
        | Cime    | 35,000.00 EUR |
      When "Call platform" is checked for January 2026
      Then 3 of 6 members and subgroups are checked
      And nobody would save by leaving
      And the same total might be shared
        | method        | Aval          | Brume         | Cime          | in the core                                                         |
        | stand-alone   | 33,750.00 EUR | 30,000.00 EUR | 26,250.00 EUR | yes                                                                 |
        | equal-savings | 35,000.00 EUR | 30,000.00 EUR | 25,000.00 EUR | yes                                                                 |
        | separable     |               |               |               | separable needs the cost of this coalition: Brume+Cime              |
        | scrb          |               |               |               | scrb needs the cost of this coalition: Brume+Cime                   |
        | shapley       |               |               |               | shapley needs the cost of every coalition, this one too: Aval+Brume |
        | nucleolus     |               |               |               | nucleolus needs the cost of every coalition, this one too: Aval+Brume |

    Example: Nothing is declared, and nothing can be said
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And 90,000.00 EUR of "Call platform" has been allocated for January 2026
      When "Call platform" is checked for January 2026
      Then 0 of 6 members and subgroups are checked
      And nothing is said of the core

    Example: A month for which nothing has been posted
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      When "Call platform" is checked for January 2026
      Then the check is refused because there is no posted run

    Example: As things stood before the declaration
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And 90,000.00 EUR of "Call platform" has been allocated for January 2026
      And going without the others costs Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      When "Call platform" is checked for January 2026 as of the posting
      Then 0 of 6 members and subgroups are checked

  Rule: A cost counts for the months compared as they are to its own months

    Background:
      Given Aval, Brume and Cime cooperate under Confluence

    Example: Of a year's cost a month is a twelfth, whatever the month has cost
      Given Aval provides "Call platform" to Aval and Brume, shared equally
      And 60.00 EUR of "Call platform" has been allocated for January 2026
      And 90.00 EUR of "Call platform" has been allocated for February 2026
      And going without the others costs Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      When "Call platform" is checked for February 2026
      Then against going alone
        | members | bears     | alone     | saves     |
        | Aval    | 45.00 EUR | 40.00 EUR | -5.00 EUR |

    Example: Of the year, the months that are posted are compared
      Given Aval provides "Call platform" to Aval and Brume, shared equally
      And 60.00 EUR of "Call platform" has been allocated for January 2026
      And 90.00 EUR of "Call platform" has been allocated for February 2026
      And going without the others costs Aval 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      When "Call platform" is checked for the year 2026
      Then against going alone
        | members | bears     | alone     | saves    |
        | Aval    | 75.00 EUR | 80.00 EUR | 5.00 EUR |

    Example: A month that no declared cost covers
      Given Aval provides "Call platform" to Aval and Brume, shared equally
      And 60.00 EUR of "Call platform" has been allocated for January 2026
      And 90.00 EUR of "Call platform" has been allocated for February 2026
      And going without the others costs Aval 40.00 EUR from January 2026 to January 2026, by "quotation F-7"
      When "Call platform" is checked for the year 2026
      Then 0 of 2 members and subgroups are checked
      And Aval is not checked because what Aval would bear without the others is not declared for 2026-02

  Rule: A member goes alone for the months in which it was there

    Example: Who came in April adds nothing to March
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by months started
      And 60.00 EUR of "Call platform" has been allocated for March 2026
      And Cime has entered on 16 April 2026
      And 60.00 EUR of "Call platform" has been allocated for April 2026
      And going without the others costs Cime 25.00 EUR from April 2026 to April 2026, by "quotation F-7"
      When "Call platform" is checked for the year 2026
      Then against going alone
        | members | bears     | alone     | saves    |
        | Cime    | 20.00 EUR | 25.00 EUR | 5.00 EUR |

  Rule: What is charged to one member alone is its own on both sides

    Background:
      Given Aval, Brume and Cime cooperate under Confluence

    Example: The training of Brume stays out of the comparison
      Given Aval provides "Call platform" to Aval and Brume, shared equally
      And a direct charge of 20.00 EUR to Brume for "Call platform" in January 2026 has come in
      And 60.00 EUR of "Call platform" has been allocated for January 2026
      And going without the others costs Brume 40.00 EUR from January 2026 to January 2026, by "quotation F-7"
      When "Call platform" is checked for January 2026
      Then against going alone
        | members | bears     | alone     | saves     |
        | Brume   | 30.00 EUR | 40.00 EUR | 10.00 EUR |

  Rule: A share says what going alone would have cost

    Background:
      Given Aval, Brume and Cime cooperate under Confluence

    Example: Beside the chain of its causes
      Given Aval provides "Call platform" to Aval and Brume, shared equally
      And 60.00 EUR of "Call platform" has been allocated for January 2026
      And going without the others costs Brume 480.00 EUR from January 2026 to December 2026, by "quotation F-7"
      When the share of Brume in "Call platform" for January 2026 is explained
      Then it says "Going alone would have cost Brume 40.00 EUR for 2026-01; sharing saves it 10.00 EUR."
