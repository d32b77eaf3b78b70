Feature: Exact reimbursement
  Where members only share what things cost, each is charged exactly its part of the joint expenses. The year's
  figures show it to the cent, and set apart whatever such a claim cannot rest on. This is arithmetic, not law.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: The members are charged the joint expenses and nothing on top

    Example: Three months that do not divide by three come out even
      When 100.00 EUR of "Call platform" is allocated for each of January, February and March 2026
      Then the members reimburse of "Call platform" in 2026
        | member | joint expenses | exact part in cents | charged    |
        | Aval   | 300.00 EUR     | 10000               | 100.00 EUR |
        | Brume  | 300.00 EUR     | 10000               | 100.00 EUR |
        | Cime   | 300.00 EUR     | 10000               | 100.00 EUR |

    Example: One month leaves less than a cent of rounding on each
      When 100.00 EUR of "Call platform" is allocated for March 2026
      Then the members reimburse of "Call platform" in 2026
        | member | joint expenses | exact part in cents | charged   |
        | Aval   | 100.00 EUR     | 10000/3             | 33.34 EUR |
        | Brume  | 100.00 EUR     | 10000/3             | 33.33 EUR |
        | Cime   | 100.00 EUR     | 10000/3             | 33.33 EUR |

  Rule: What was reversed is reimbursed by nobody

    Example: A month reversed in the same year
      Given 100.00 EUR of "Call platform" has been allocated for March 2026
      When the run of "Call platform" for March 2026 is reversed, because "the invoice was withdrawn"
      Then the members reimburse of "Call platform" in 2026
        | member | joint expenses | exact part in cents | charged  |
        | Aval   | 0.00 EUR       | 0                   | 0.00 EUR |
        | Brume  | 0.00 EUR       | 0                   | 0.00 EUR |
        | Cime   | 0.00 EUR       | 0                   | 0.00 EUR |

  Rule: What one member bears alone is no joint expense

    Example: A direct charge beside the shared cost
      Given a direct charge of 20.00 EUR to Brume for "Call platform" in March 2026 has come in
      When 90.00 EUR of "Call platform" is allocated for March 2026
      Then 20.00 EUR of "Call platform" in 2026 stands apart, because "charged to Brume alone: no joint expense"
