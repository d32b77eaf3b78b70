Feature: Keys by the costs of going alone
  Members may agree to share by a rule of fairness: each bears its part of what the rule makes of the costs of
  going alone and together that the key declares. The rule looks at those costs only; the key then shares what
  the service has really cost in the same proportions.

  Rule: The cost is shared in proportion to what the method makes of the declared costs

    Background:
      Given Aval, Brume and Cime cooperate under Confluence

    # Shapley: Aval bears 45/3 + (70-40)/6 + (68-35)/6 + (90-55)/3 = 223/6 of 90, and so on.
    Example: Three members by the mean of what each adds when it joins
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And "Call platform" is shared by the method "shapley" from March 2026, of these costs
        | members              | cost      |
        | Aval                 | 45.00 EUR |
        | Brume                | 40.00 EUR |
        | Cime                 | 35.00 EUR |
        | Aval and Brume       | 70.00 EUR |
        | Aval and Cime        | 68.00 EUR |
        | Brume and Cime       | 55.00 EUR |
        | Aval, Brume and Cime | 90.00 EUR |
      When 540.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share   | part       |
        | Aval   | 223/540 | 223.00 EUR |
        | Brume  | 169/540 | 169.00 EUR |
        | Cime   | 37/135  | 148.00 EUR |

  Rule: A member counts for the part of the month in which it is there

    Example: A member that was there for 16 days of 31 counts for that part
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by days
      And Cime has entered on 16 March 2026
      And "Call platform" is shared by the method "shapley" from March 2026, of these costs
        | members              | cost      |
        | Aval                 | 45.00 EUR |
        | Brume                | 40.00 EUR |
        | Cime                 | 35.00 EUR |
        | Aval and Brume       | 70.00 EUR |
        | Aval and Cime        | 68.00 EUR |
        | Brume and Cime       | 55.00 EUR |
        | Aval, Brume and Cime | 90.00 EUR |
      When 145.20 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | part      |
        | Aval   | 69.13 EUR |
        | Brume  | 52.39 EUR |
        | Cime   | 23.68 EUR |

  Rule: A key declares all the costs that its method needs

    Background:
      Given Aval, Brume and Cime cooperate under Confluence

    Example: Shapley without the cost of a subgroup
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      When "Call platform" is to be shared by the method "shapley" from March 2026, of these costs
        | members              | cost      |
        | Aval                 | 45.00 EUR |
        | Brume                | 40.00 EUR |
        | Cime                 | 35.00 EUR |
        | Aval, Brume and Cime | 90.00 EUR |
      Then the key is refused because a method needs its costs
      And nothing is recorded

    Example: In proportion to going alone, a subgroup's cost is not needed
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And "Call platform" is shared by the method "stand-alone" from March 2026, of these costs
        | members              | cost      |
        | Aval                 | 45.00 EUR |
        | Brume                | 40.00 EUR |
        | Cime                 | 35.00 EUR |
        | Aval, Brume and Cime | 90.00 EUR |
      When 240.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 3/8   | 90.00 EUR |
        | Brume  | 1/3   | 80.00 EUR |
        | Cime   | 7/24  | 70.00 EUR |

  Rule: A key by costs names those who bear, and nobody else

    Background:
      Given Aval, Brume and Cime cooperate under Confluence

    Example: Cime bears costs, and the key does not know it
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And "Call platform" is shared by the method "equal-savings" from March 2026, of these costs
        | members        | cost      |
        | Aval           | 45.00 EUR |
        | Brume          | 40.00 EUR |
        | Aval and Brume | 70.00 EUR |
      When 240.00 EUR of "Call platform" is allocated for March 2026
      Then the run is refused because a key by costs names every member that bears

    Example: Dune is in the key and bears nothing of the service
      Given Aval provides "Call platform" to Aval and Brume, shared equally
      And "Call platform" is shared by the method "equal-savings" from March 2026, of these costs
        | members        | cost      |
        | Aval           | 45.00 EUR |
        | Dune           | 40.00 EUR |
        | Aval and Dune  | 70.00 EUR |
      When 240.00 EUR of "Call platform" is allocated for March 2026
      Then the run is refused because a key by costs names nobody else
