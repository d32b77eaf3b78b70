Feature: Readings
  A key by use needs to know the use. Each member's reading is recorded once, with its evidence; what is not
  known is asked for and never guessed, and what was wrong is corrected in the open.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence

  Rule: A missing reading is refused and not taken for zero

    Example: Cime has not said how many calls it had
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of March 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
      When 100.00 EUR of "Call platform" is allocated for March 2026
      Then the run is refused because a missing reading is not zero

    Example: A reading of another month does not stand in
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of February 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 2     |
      When 100.00 EUR of "Call platform" is allocated for March 2026
      Then the run is refused because a missing reading is not zero

  Rule: A stock is read at its latest date on or before the end of the month

    Example: The homes of the end of March, and for Cime still those of December
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by homes
      And the homes of December 2025
        | member | homes |
        | Aval   | 9,000 |
        | Brume  | 9,000 |
        | Cime   | 2,000 |
      And the homes of March 2026
        | member | homes |
        | Aval   | 5,000 |
        | Brume  | 3,000 |
      When 100.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 1/2   | 50.00 EUR |
        | Brume  | 3/10  | 30.00 EUR |
        | Cime   | 1/5   | 20.00 EUR |

    Example: A count of the next month comes too late for this one
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by homes
      And the homes of April 2026
        | member | homes |
        | Aval   | 5,000 |
        | Brume  | 3,000 |
        | Cime   | 2,000 |
      When 100.00 EUR of "Call platform" is allocated for March 2026
      Then the run is refused because a missing reading is not zero

  Rule: A reading is recorded once

    Example: The same value again changes nothing
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of March 2026
        | member | calls |
        | Aval   | 3     |
      When Aval reports 3 calls for March 2026
      Then nothing is recorded

    Example: Another value is a correction, which gives its reason
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of March 2026
        | member | calls |
        | Aval   | 3     |
      When Aval reports 4 calls for March 2026
      Then the reading is refused because another value is a correction
      And nothing is recorded

    Example: A corrected reading keeps what it was and why it changed
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      And the calls of March 2026
        | member | calls |
        | Aval   | 3     |
      When the calls of Aval for March 2026 are corrected to 4, because "the night shift was missing"
      Then the readings of calls for March 2026 are
        | member | value | previous | reason                      |
        | Aval   | 4     | 3        | the night shift was missing |

  Rule: A code names the same member and contract in whatever letters

    Example: A reading under a code in capitals
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      When 3 calls of the member "AVAL" are recorded for March 2026
      Then the readings of calls for March 2026 are
        | member | value |
        | Aval   | 3     |

    Example: An invoice for a contract in capitals
      Given Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
      When an invoice of 100.00 EUR for "CALL PLATFORM" in March 2026 comes in
      Then "Call platform" has cost 100.00 EUR for March 2026
