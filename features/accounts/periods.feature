Feature: Accounting periods
  Once accounts have been handed over, they stay as they are. What comes later goes to the first period that is
  still open, whatever month of service it is about, so that a posted month never changes under its reader.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: A run is posted to the first open period from its service month on

    Example: The month itself while it is open
      Given the periods of 2026 up to February are locked
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the run is posted to March 2026

    Example: The next one when it is locked
      Given the periods of 2026 up to March are locked
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the run is posted to April 2026

    Example: January of the next year when all are locked
      Given the accounting year 2027 is open
      And the periods of 2026 up to December are locked
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the run is posted to January 2027

    Example: Nowhere when the next year is not open
      Given the periods of 2026 up to December are locked
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then the posting is refused because the year is not open

  Rule: An entry is dated on a day of the period that it is posted to

    Example: A date in a month that is locked
      Given the periods of 2026 up to March are locked
      And an invoice of 90.00 EUR for "Call platform" in March 2026 has come in
      And the run of "Call platform" for March 2026 is prepared and approved
      When the prepared run of "Call platform" for March 2026 is posted, dated 31 March 2026
      Then the posting is refused because an entry is dated in its period

    Example: A day of the first open period
      Given the periods of 2026 up to March are locked
      And an invoice of 90.00 EUR for "Call platform" in March 2026 has come in
      And the run of "Call platform" for March 2026 is prepared and approved
      When the prepared run of "Call platform" for March 2026 is posted, dated 15 April 2026
      Then the run is posted to April 2026

  Rule: Periods are locked in their order

    Example: February does not come before January
      When the period February 2026 is locked
      Then the lock is refused because periods are locked in order

    Example: A period is locked once
      Given the periods of 2026 up to January are locked
      When the period January 2026 is locked
      Then the lock is refused because periods are locked in order

  Rule: A year is closed once all its periods are locked

    Example: December is still open
      Given the periods of 2026 up to November are locked
      When the accounting year 2026 is closed
      Then the closing is refused because the year still has open periods

    Example: All twelve are locked
      Given the periods of 2026 up to December are locked
      When the accounting year 2026 is closed
      Then the accounting year 2026 shows as closed

  Rule: A closed year takes nothing

    Example: A late invoice of the closed year is posted to the next one
      Given the accounting year 2027 is open
      And the accounting year 2026 has been closed
      When 90.00 EUR of "Call platform" is allocated for December 2026
      Then the run is posted to January 2027

    Example: It is not closed a second time
      Given the accounting year 2026 has been closed
      When the accounting year 2026 is closed
      Then the closing is refused because the year is not open

    Example: It is not opened again
      Given the accounting year 2026 has been closed
      When the accounting year 2026 is opened
      Then the opening is refused because a code is given once
