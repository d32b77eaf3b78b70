Feature: Months that are shared anew
  A key that turns out to have been wrong is not rewritten: what was posted stays. A resolution may authorise a
  restatement of months it names; each of them is run again, and the difference is posted, to the cent.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
    And the calls of February 2026
      | member | calls |
      | Aval   | 3     |
      | Brume  | 2     |
      | Cime   | 1     |
    And 90.00 EUR of "Call platform" has been allocated for February 2026

  Rule: A restatement shares the months that it names by another key, and posts the difference

    Example: February is restated in equal shares
      Given resolution R1 has authorised to share "Call platform" equally from February to February 2026
      When the run of "Call platform" for February 2026 is posted
      Then the members bear
        | member | part       |
        | Aval   | -15.00 EUR |
        | Brume  | 0.00 EUR   |
        | Cime   | 15.00 EUR  |
      And the restatement of "Call platform" reads
        | month   | state  | Aval       | Brume    | Cime      |
        | 2026-02 | posted | -15.00 EUR | 0.00 EUR | 15.00 EUR |

    Example: Until its run is posted, the restatement waits
      When resolution R1 authorises to share "Call platform" equally from February to February 2026
      Then the restatement of "Call platform" reads
        | month   | state          |
        | 2026-02 | awaits its run |

    Example: The month after is shared by the key that holds then
      Given resolution R1 has authorised to share "Call platform" equally from February to February 2026
      And the calls of March 2026
        | member | calls |
        | Aval   | 1     |
        | Brume  | 1     |
        | Cime   | 0     |
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | part      |
        | Aval   | 45.00 EUR |
        | Brume  | 45.00 EUR |
        | Cime   | 0.00 EUR  |

  Rule: A restatement covers months up to the decision, and no later one

    Example: A month that is yet to come
      When resolution R1 authorises to share "Call platform" equally from February to April 2026
      Then the enactment of resolution R1 is refused and says why
      And "Call platform" has 1 key

  Rule: What a contract says may change for months to come

    Example: Another provider from April, and March stays with the former
      Given an amendment has "Call platform" provided by Brume from April 2026
      And the calls of April 2026
        | member | calls |
        | Aval   | 1     |
        | Brume  | 1     |
        | Cime   | 1     |
      When 90.00 EUR of "Call platform" is allocated for April 2026
      Then the run is provided by Brume

    Example: A change for a month that is past
      When an amendment has "Call platform" provided by Brume from February 2026
      Then the change is refused because a contract changes for months to come

    Example: Quarters begin in January, April, July and October
      When an amendment has "Call platform" allocated by the quarter from May 2026
      Then the change is refused because a change does not cut a period in two

    Example: Cents are rounded in one way as long as a contract lasts
      When an amendment has "Call platform" rounded otherwise from April 2026
      Then the change is refused because rounding is chosen once
