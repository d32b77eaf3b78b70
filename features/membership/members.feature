Feature: Members
  A member is known by a code that people give it once, so that its whole history stays in one place when its
  name, its legal form or its address change. Whatever is said about a member carries a date and a source.

  Rule: A code is given once

    Example: The same code in other letters is the same member
      Given Aval is a member
      When a member is registered under the code "AVAL"
      Then the registration is refused because a code is given once
      And nothing is recorded

  Rule: The name of a member may change while its code stays

    Example: A new name from the first of July
      Given Aval is a member
      When Aval takes the name "Aval Habitat" from 1 July 2026
      Then Aval is named "Aval Habitat"

  Rule: A SIREN carries its check digit

    Example: The check digit is right
      Given Aval is a member
      When Aval gives the SIREN "732 829 320"
      Then the SIREN of Aval is "732829320"

    Example: A mistyped SIREN is found at once
      Given Aval is a member
      When Aval gives the SIREN "732 829 321"
      Then the SIREN is refused because the last digit of a SIREN is a check digit

  Rule: A figure about a member is dated and names its source

    Example: The homes of two years stand side by side
      Given Aval is a member
      When the figures of Aval are recorded
        | figure | value  | at               | source             |
        | homes  | 18,500 | 31 December 2024 | annual report 2024 |
        | homes  | 18,620 | 31 December 2025 | annual report 2025 |
      Then the book shows of Aval
        | figure | value | as_of      | source             |
        | homes  | 18500 | 2024-12-31 | annual report 2024 |
        | homes  | 18620 | 2025-12-31 | annual report 2025 |
