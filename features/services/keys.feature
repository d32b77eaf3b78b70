Feature: The key of a contract
  The key says who bears which part of a cost, and why that reflects who uses the service. It is what members
  argue about most, so it changes only by a decision, only for months to come, and every version stays readable.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: A key says why it reflects use

    Example: A reason that says nothing
      When "Call platform" is shared by calls from April 2026, decided on 20 March 2026, because " "
      Then the key is refused because a key says why it reflects use
      And "Call platform" has 1 key

    Example: The reason stays with the key
      When "Call platform" is shared by calls from April 2026, decided on 20 March 2026, because "operators work by call"
      Then the keys of "Call platform" are
        | version | effective_from | reason                            |
        | 1       | 2026-01        | it follows what each member uses  |
        | 2       | 2026-04        | operators work by call            |

  Rule: A key changes for months to come, from the first of a month

    Example: The month of the decision is the earliest
      When "Call platform" is shared by calls from <month>, decided on 20 March 2026, because "operators work by call"
      Then "Call platform" has <count>

      Examples:
        | case                          | month      | count  |
        | a later month                 | April 2026 | 2 keys |
        | the whole month of the vote   | March 2026 | 2 keys |

    Example: A month that is past
      When "Call platform" is shared by calls from February 2026, decided on 20 March 2026, because "operators work by call"
      Then the key is refused because a key changes for months to come

    Example: An amendment that all have signed on 1 January 2026 decided nothing in December
      When "Call platform" is shared by calls from December 2025, decided on 20 December 2025, because "operators work by call"
      Then the key is refused because a deed decides once all have signed it

    Example: A key does not begin after its contract
      Given "Call platform" ends on 30 June 2026
      When "Call platform" is shared by calls from July 2026, decided on 20 March 2026, because "operators work by call"
      Then the key is refused because the contract does not serve that month

  Rule: An agreement lays down the first key; a change takes an amendment or a resolution

    Example: Somebody names the agreement itself
      When "Call platform" is shared by calls from April 2026 on the word of the agreement alone
      Then the key is refused because an agreement does not change by itself
      And "Call platform" has 1 key

  Rule: A key counts only what is defined

    Example: Letters, which nobody has defined
      When "Call platform" is shared by letters from April 2026, decided on 20 March 2026, because "clerks work by letter"
      Then the key is refused because a key counts what is defined

  Rule: A service month is shared by the key that was in force then

    Example: March is shared by the old key, although it is allocated after the change
      Given the calls of March 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 2     |
      And "Call platform" is shared by calls from April 2026 by an amendment
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 1/3   | 30.00 EUR |
        | Brume  | 1/3   | 30.00 EUR |
        | Cime   | 1/3   | 30.00 EUR |
      And the run is shared by key version 1

    Example: April is shared by the new key
      Given the calls of April 2026
        | member | calls |
        | Aval   | 4     |
        | Brume  | 3     |
        | Cime   | 2     |
      And "Call platform" is shared by calls from April 2026 by an amendment
      When 90.00 EUR of "Call platform" is allocated for April 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 4/9   | 40.00 EUR |
        | Brume  | 1/3   | 30.00 EUR |
        | Cime   | 2/9   | 20.00 EUR |
      And the run is shared by key version 2

    Example: Of two keys from the same month the one adopted later holds
      Given "Call platform" is shared by calls from April 2026 by an amendment
      And "Call platform" is shared equally from April 2026 by an amendment
      When 90.00 EUR of "Call platform" is allocated for April 2026
      Then the run is shared by key version 3

  Rule: Only a restatement that was resolved reaches back, and it posts the difference

    Example: The agreement alone restates nothing
      When an amendment restates "Call platform" by calls from February 2026
      Then the restatement is refused because a restatement takes a resolution

    Example: A key that was wrong from the start is restated for February
      Given the calls of February 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 1     |
      And 90.00 EUR of "Call platform" has been allocated for February 2026
      And resolution R1 has restated "Call platform" by calls from February 2026
      When the run of "Call platform" for February 2026 is posted
      Then the members bear
        | member | part       |
        | Aval   | 15.00 EUR  |
        | Brume  | 0.00 EUR   |
        | Cime   | -15.00 EUR |
