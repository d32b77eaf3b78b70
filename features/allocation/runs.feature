Feature: Allocation runs
  A run shares what a contract cost in a month. Two persons answer for it, it rests on inputs that stand still,
  and what it has posted is never edited: a mistake is reversed, or its difference is posted.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
    And the calls of March 2026
      | member | calls |
      | Aval   | 3     |
      | Brume  | 2     |
      | Cime   | 2     |

  Rule: Preparer and approver differ

    Example: Nobody approves its own run
      Given an invoice of 100.00 EUR for "Call platform" in March 2026 has come in
      And the run of "Call platform" for March 2026 is prepared
      When the run of "Call platform" for March 2026 is approved by its preparer
      Then the approval is refused because preparer and approver differ

    Example: Nothing is posted that was not approved
      Given an invoice of 100.00 EUR for "Call platform" in March 2026 has come in
      And the run of "Call platform" for March 2026 is prepared
      When the prepared run of "Call platform" for March 2026 is posted
      Then the posting is refused because it was not approved

  Rule: A run whose inputs have moved since it was prepared is not posted

    Example: An invoice comes in between approval and posting
      Given an invoice of 100.00 EUR for "Call platform" in March 2026 has come in
      And the run of "Call platform" for March 2026 is prepared and approved
      And an invoice of 10.00 EUR for "Call platform" in March 2026 has come in
      When the prepared run of "Call platform" for March 2026 is posted
      Then the posting is refused because what it rests on has changed

    Example: A reading is corrected between approval and posting
      Given an invoice of 100.00 EUR for "Call platform" in March 2026 has come in
      And the run of "Call platform" for March 2026 is prepared and approved
      And the calls of Aval for March 2026 were corrected to 4, because "the night shift was missing"
      When the prepared run of "Call platform" for March 2026 is posted
      Then the posting is refused because what it rests on has changed

    Example: The run of the month before is posted in between and moves the carry
      Given the calls of February 2026
        | member | calls |
        | Aval   | 1     |
        | Brume  | 1     |
        | Cime   | 1     |
      And an invoice of 100.00 EUR for "Call platform" in March 2026 has come in
      And the run of "Call platform" for March 2026 is prepared and approved
      And 100.00 EUR of "Call platform" has been allocated for February 2026
      When the prepared run of "Call platform" for March 2026 is posted
      Then the posting is refused because what it rests on has changed

    Example: Prepared again and approved again, it is posted
      Given an invoice of 100.00 EUR for "Call platform" in March 2026 has come in
      And the run of "Call platform" for March 2026 is prepared and approved
      And an invoice of 40.00 EUR for "Call platform" in March 2026 has come in
      When the run of "Call platform" for March 2026 is posted
      Then the members bear
        | member | share | part      |
        | Aval   | 3/7   | 60.00 EUR |
        | Brume  | 2/7   | 40.00 EUR |
        | Cime   | 2/7   | 40.00 EUR |

  Rule: A month is shared once

    Example: Nothing has come in since it was posted
      Given 100.00 EUR of "Call platform" has been allocated for March 2026
      When the run of "Call platform" for March 2026 is posted
      Then the run is refused because nothing has changed
      And nothing is recorded

  Rule: A late line posts its difference in a corrective run

    Example: 10.00 EUR after 100.00 EUR bring each member to its part of 110.00 EUR
      Given 100.00 EUR of "Call platform" has been allocated for March 2026
      And an invoice of 10.00 EUR for "Call platform" in March 2026 has come in
      When the run of "Call platform" for March 2026 is posted
      Then the members bear
        | member | share | part     |
        | Aval   | 3/7   | 4.28 EUR |
        | Brume  | 2/7   | 2.86 EUR |
        | Cime   | 2/7   | 2.86 EUR |
      And the run is corrective
      And in all the members have borne of "Call platform"
        | member | part      |
        | Aval   | 47.14 EUR |
        | Brume  | 31.43 EUR |
        | Cime   | 31.43 EUR |

    Example: It goes to the first open period and leaves the locked ones alone
      Given 100.00 EUR of "Call platform" has been allocated for March 2026
      And the periods of 2026 up to April are locked
      And an invoice of 10.00 EUR for "Call platform" in March 2026 has come in
      When the run of "Call platform" for March 2026 is posted
      Then the run is posted to May 2026

  Rule: A corrected reading posts its difference in a corrective run

    Example: Aval had four calls and not three
      Given 100.00 EUR of "Call platform" has been allocated for March 2026
      And the calls of Aval for March 2026 were corrected to 4, because "the night shift was missing"
      When the run of "Call platform" for March 2026 is posted
      Then the members bear
        | member | part      |
        | Aval   | 7.14 EUR  |
        | Brume  | -3.57 EUR |
        | Cime   | -3.57 EUR |
      And together they bear 0.00 EUR
      And in all the members have borne of "Call platform"
        | member | part      |
        | Aval   | 50.00 EUR |
        | Brume  | 25.00 EUR |
        | Cime   | 25.00 EUR |

  Rule: A reversal takes back the cents and what was carried

    Example: After it, as if the run had never been posted
      Given 100.00 EUR of "Call platform" has been allocated for March 2026
      When the run of "Call platform" for March 2026 is reversed, because "the contract was the wrong one"
      Then the run is reversed
      And nothing is carried of "Call platform"
      And in all the books of Brume show 0.00 EUR of "Call platform"

    Example: What a reversed run had shared waits for another run
      Given 100.00 EUR of "Call platform" has been allocated for March 2026
      And the run of "Call platform" for March 2026 has been reversed, because "a reading was wrong"
      And the calls of Aval for March 2026 were corrected to 4, because "a reading was wrong"
      When the run of "Call platform" for March 2026 is posted
      Then the members bear
        | member | share | part      |
        | Aval   | 1/2   | 50.00 EUR |
        | Brume  | 1/4   | 25.00 EUR |
        | Cime   | 1/4   | 25.00 EUR |
      And in all the books of Brume show 25.00 EUR of "Call platform"

    Example: What was never posted is not reversed
      Given an invoice of 100.00 EUR for "Call platform" in March 2026 has come in
      When the run of "Call platform" for March 2026 is reversed, because "the contract was the wrong one"
      Then the reversal is refused because nothing has been posted
