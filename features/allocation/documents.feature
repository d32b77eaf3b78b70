Feature: Cost documents
  Every cent that is shared comes from a document that can be looked up: an invoice, a credit note, a payroll.
  The same document may arrive twice; it must not be paid for twice, and it must not change unseen.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally
    And invoice F-7 of "Eaux Vives" over 100.00 EUR for "Call platform" in March 2026 has come in

  Rule: A document is known by its supplier and its number

    Example: The same document again changes nothing
      When invoice F-7 of "Eaux Vives" over 100.00 EUR for "Call platform" in March 2026 comes in
      Then nothing is recorded

    Example: The same number with another amount is refused
      When invoice F-7 of "Eaux Vives" over 110.00 EUR for "Call platform" in March 2026 comes in
      Then the invoice is refused because a document is recorded once
      And nothing is recorded

    Example: The same number of another supplier is another document
      When invoice F-7 of "Vent Debout" over 110.00 EUR for "Call platform" in March 2026 comes in
      Then "Call platform" has cost 210.00 EUR for March 2026

  Rule: A cost names a contract that exists

    Example: A contract that nobody has opened
      When invoice F-8 of "Eaux Vives" over 100.00 EUR for "Land prospecting" in March 2026 comes in
      Then the invoice is refused because there is no such contract
