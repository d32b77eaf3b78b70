Feature: Files of documents and readings
  Controllers keep costs and readings in tables. A file is read as it stands: what is good is recorded as one,
  what is not is listed line by line so that it can be mended at its source, and nothing is guessed.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: A file is recorded whole or not at all

    Example: Three good lines of two invoices
      Given a file of costs
        | number | line_number | contract      | month   | amount |
        | F-1    | 1           | Call platform | 2026-02 | 100,00 |
        | F-1    | 2           | Call platform | 2026-03 | 50,00  |
        | F-2    | 1           | Call platform | 2026-03 | 25,50  |
      When the file of costs is imported
      Then the import says
        | lines | recorded | known | late |
        | 3     | 2        | 0     | 0    |
      And "Call platform" has cost 75.50 EUR for March 2026

    Example: Every faulty line is listed, and the good one is not recorded either
      Given a file of costs
        | number | line_number | contract      | month   | amount  |
        | F-1    | 1           | Call platform | 2026-03 | 100,00  |
        | F-2    | 1           | Call platform | 2026-13 | 25,50   |
        | F-3    | one         | Call platform | 2026-03 | 1,2,3   |
      When the file of costs is imported
      Then the file is refused because a file is recorded whole or not at all
      And these faults are listed
        | line | column        |
        | 3    | service_from  |
        | 3    | service_month |
        | 3    | service_to    |
        | 4    | amount        |
        | 4    | line_number   |
      And nothing is recorded

    Example: A contract that is not known and a month that is not served
      Given a file of costs
        | number | line_number | contract         | month   | amount |
        | F-1    | 1           | Land prospecting | 2026-03 | 100,00 |
        | F-2    | 1           | Call platform    | 2025-12 | 25,50  |
      When the file of costs is imported
      Then the file is refused because a file is recorded whole or not at all
      And these faults are listed
        | line | column        |
        | 2    | contract      |
        | 3    | service_month |
      And nothing is recorded

    Example: A reading that is no number
      Given a file of readings
        | measure | member | month   | value |
        | calls   | Aval   | 2026-03 | 3     |
        | calls   | Brume  | 2026-03 | many  |
      When the file of readings is imported
      Then the file is refused because a file is recorded whole or not at all
      And these faults are listed
        | line | column |
        | 3    | value  |
      And nothing is recorded

    Example: A measure that nobody has defined
      Given a file of readings
        | measure | member | month   | value |
        | letters | Aval   | 2026-03 | 3     |
        | calls   | Brume  | 2026-03 | 2     |
      When the file of readings is imported
      Then the file is refused because a file is recorded whole or not at all
      And these faults are listed
        | line | column  |
        | 2    | measure |
      And nothing is recorded

    Example: Good readings are ready for a run
      Given a file of readings
        | measure | member | month   | value |
        | calls   | Aval   | 2026-03 | 3,5   |
        | calls   | Brume  | 2026-03 | 2     |
      When the file of readings is imported
      Then the readings of calls for March 2026 are
        | member | value |
        | Aval   | 3.5   |
        | Brume  | 2     |

  Rule: Importing a file again changes nothing

    Example: The very same file
      Given a file of costs
        | number | line_number | contract      | month   | amount |
        | F-1    | 1           | Call platform | 2026-03 | 100,00 |
      And the file of costs has been imported
      When the file of costs is imported
      Then nothing is recorded
      And the import was in before

    Example: Another file that repeats a document
      Given a file of costs
        | number | line_number | contract      | month   | amount |
        | F-1    | 1           | Call platform | 2026-03 | 100,00 |
      And the file of costs has been imported
      And a file of costs
        | number | line_number | contract      | month   | amount |
        | F-1    | 1           | Call platform | 2026-03 | 100,00 |
        | F-2    | 1           | Call platform | 2026-03 | 20,00  |
      When the file of costs is imported
      Then the import says
        | lines | recorded | known | late |
        | 2     | 1        | 1     | 0    |
      And "Call platform" has cost 120.00 EUR for March 2026

  Rule: A line for a month that is posted is recorded as late

    Example: The invoice of a supplier that was slow
      Given 100.00 EUR of "Call platform" has been allocated for March 2026
      And a file of costs
        | number | line_number | contract      | month   | amount |
        | F-8    | 1           | Call platform | 2026-03 | 30,00  |
      When the file of costs is imported
      Then the import says
        | lines | recorded | known | late |
        | 1     | 1        | 0     | 1    |
      And invoice F-8 awaits a corrective run
