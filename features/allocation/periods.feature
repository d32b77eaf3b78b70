Feature: The allocation period
  Some services are used unevenly from month to month, so their members share a quarter or a year as a whole.
  They do not wait for its end: each month posts what the period costs so far, less what was posted of it.

  Rule: Within a period each month posts the period so far, less what was posted of it

    Example: The calls of a whole quarter share its whole cost
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared by calls, over each quarter
      And the calls of the quarter
        | member | January | February | March |
        | Aval   | 3       | 0        | 7     |
        | Brume  | 2       | 4        | 0     |
        | Cime   | 2       | 3        | 0     |
      When 70.00 EUR of "Call platform" is allocated for each of January, February and March 2026
      Then month by month the members bear
        | member | January   | February  | March     |
        | Aval   | 30.00 EUR | 0.00 EUR  | 70.00 EUR |
        | Brume  | 20.00 EUR | 40.00 EUR | 0.00 EUR  |
        | Cime   | 20.00 EUR | 30.00 EUR | 0.00 EUR  |
      And in all the members have borne of "Call platform"
        | member | part       |
        | Aval   | 100.00 EUR |
        | Brume  | 60.00 EUR  |
        | Cime   | 50.00 EUR  |

    Example: The runs before the last of the period are provisional
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally, over each quarter
      When 70.00 EUR of "Call platform" is allocated for each of January, February and March 2026
      Then the runs are provisional, provisional and final

  Rule: A key holds over a whole period

    Example: A key from the middle of a quarter
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally, over each quarter
      When "Call platform" is shared by calls from May 2026, decided on 20 March 2026, because "operators work by call"
      Then the key is refused because a key holds over a whole period

  Rule: What comes late is corrected with the last month of the period that was posted

    Example: An invoice for February, after March was posted
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally, over each quarter
      And 90.00 EUR of "Call platform" has been allocated for February 2026
      And 90.00 EUR of "Call platform" has been allocated for March 2026
      And an invoice of 30.00 EUR for "Call platform" in February 2026 has come in
      When the run of "Call platform" for March 2026 is posted
      Then the members bear
        | member | share | part      |
        | Aval   | 1/3   | 10.00 EUR |
        | Brume  | 1/3   | 10.00 EUR |
        | Cime   | 1/3   | 10.00 EUR |

    Example: A run for February is not the one that corrects
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally, over each quarter
      And 90.00 EUR of "Call platform" has been allocated for February 2026
      And 90.00 EUR of "Call platform" has been allocated for March 2026
      When 30.00 EUR of "Call platform" is allocated for February 2026
      Then the run is refused because a period is corrected with its last month posted
