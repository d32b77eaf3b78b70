Feature: Seasons and averages
  Heating is used in winter, and homes are bought and sold within a year. So that nobody bears a winter in which it
  was not there, a key may say what each month weighs within its period and which counts are averaged over it.

  Rule: A key may say what each month weighs within its period

    Example: Brume leaves in the middle of March and Cime takes its place
      Given Aval, Brume and Cime cooperate under Confluence, counting presence by days
      And Aval provides "Heating" to Aval and Brume, shared equally, over each year, its months weighing
        | January | February | March | April | May | June | July | August | September | October | November | December |
        | 170     | 150      | 130   | 80    | 40  | 40/3 | 40/3 | 40/3   | 30        | 80      | 120      | 160      |
      And Brume benefits from "Heating" until 14 March 2026
      And Cime benefits from "Heating" by days from 15 March 2026
      When 372.36 EUR of "Heating" is allocated for December 2026
      Then the members bear
        | member | share    | part       |
        | Aval   | 1/2      | 186.18 EUR |
        | Brume  | 587/3100 | 70.51 EUR  |
        | Cime   | 963/3100 | 115.67 EUR |

    Example: Each month posts the period so far, by the months so far
      Given Aval, Brume and Cime cooperate under Confluence, counting presence by days
      And Aval provides "Heating" to Aval, Brume and Cime, shared equally, over each quarter, its months weighing
        | January | February | March | April | May | June | July | August | September | October | November | December |
        | 170     | 150      | 130   | 80    | 40  | 40/3 | 40/3 | 40/3   | 30        | 80      | 120      | 160      |
      And Cime benefits from "Heating" until 14 February 2026
      And 300.00 EUR of "Heating" has been allocated for January 2026
      And 585.00 EUR of "Heating" has been allocated for February 2026
      When 260.00 EUR of "Heating" is allocated for March 2026
      Then month by month the members bear
        | member | January    | February   | March      |
        | Aval   | 100.00 EUR | 220.00 EUR | 130.00 EUR |
        | Brume  | 100.00 EUR | 220.00 EUR | 130.00 EUR |
        | Cime   | 100.00 EUR | 145.00 EUR | 0.00 EUR   |

    Example: What is counted by use is added up, whatever its month weighs
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared by calls, over each quarter, its months weighing
        | January | February | March | April | May | June | July | August | September | October | November | December |
        | 170     | 150      | 130   | 80    | 40  | 40/3 | 40/3 | 40/3   | 30        | 80      | 120      | 160      |
      And the calls of the quarter
        | member | January | February | March |
        | Aval   | 3       | 0        | 7     |
        | Brume  | 2       | 4        | 0     |
        | Cime   | 2       | 3        | 0     |
      When 210.00 EUR of "Heating" is allocated for March 2026
      Then the members bear
        | member | share | part       |
        | Aval   | 10/21 | 100.00 EUR |
        | Brume  | 2/7   | 60.00 EUR  |
        | Cime   | 5/21  | 50.00 EUR  |

    Example: What it costs before the first month that weighs something waits for that month
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared equally, over each year, its months weighing
        | January | February | March | April | May | June | July | August | September | October | November | December |
        | 0       | 0        | 130   | 80    | 40  | 40/3 | 40/3 | 40/3   | 30        | 80      | 120      | 160      |
      When 300.00 EUR of "Heating" is allocated for February 2026
      Then the run is refused because its months weigh nothing so far

  Rule: All twelve months are weighed, and each period weighs something

    Example: One month is left out
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared equally, over each quarter
      When "Heating" is shared equally from April 2026, its months weighing
        | January | February | March | April | May | June | July | August | September | October | November |
        | 170     | 150      | 130   | 80    | 40  | 40/3 | 40/3 | 40/3   | 30        | 80      | 120      |
      Then the key is refused because all twelve months are weighed
      And "Heating" has 1 key

    Example: A summer that weighs nothing is a whole quarter
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared equally, over each quarter
      When "Heating" is shared equally from April 2026, its months weighing
        | January | February | March | April | May | June | July | August | September | October | November | December |
        | 170     | 150      | 130   | 80    | 40  | 40   | 0    | 0      | 0         | 80      | 120      | 160      |
      Then the key is refused because a period weighs something

    Example: A month has no other month to be weighed against
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared equally
      When "Heating" is shared equally from April 2026, its months weighing
        | January | February | March | April | May | June | July | August | September | October | November | December |
        | 170     | 150      | 130   | 80    | 40  | 40/3 | 40/3 | 40/3   | 30        | 80      | 120      | 160      |
      Then the key is refused because a contract by the month has no seasons
