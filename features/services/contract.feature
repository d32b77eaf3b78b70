Feature: The mutualisation contract
  A contract shares one service under one agreement: who provides it, who benefits, by which key and for how
  long. Everything it says holds by an authority that can be looked up.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: A contract serves the months between its start and its end

    Example: An invoice for the months around the contract
      Given "Call platform" ends on 30 June 2026
      When an invoice of 100.00 EUR for "Call platform" in <month> comes in
      Then the invoice is refused because the contract does not serve that month

      Examples:
        | case                   | month         |
        | the month before       | December 2025 |
        | the month after        | July 2026     |

    Example: The last month is served
      Given "Call platform" ends on 30 June 2026
      When 90.00 EUR of "Call platform" is allocated for June 2026
      Then the members bear
        | member | part      |
        | Aval   | 30.00 EUR |
        | Brume  | 30.00 EUR |
        | Cime   | 30.00 EUR |

  Rule: A contract begins with the first and ends with the last day of a month

    Example: It does not begin in the middle of a month
      When a contract for "Land prospecting" starts on 15 March 2026
      Then the contract is refused because a contract starts on the first of a month

    Example: It does not end in the middle of a month
      When "Call platform" is ended on 15 June 2026
      Then the end is refused because a contract ends on the last day of a month

  Rule: A code is given to one contract

    Example: A second contract of the same name
      When a contract for "Call platform" starts on 1 March 2026
      Then the contract is refused because a code is given once

    Example: Whoever writes a code in capitals means the same member
      When a contract for "Land prospecting" benefits the members "AVAL" and "BRUME"
      Then "Land prospecting" benefits Aval and Brume

  Rule: Those who bear the consequences decide

    Example: The members of another agreement have no say
      Given Aval and Brume cooperate under Estuary
      When Estuary shares "Call platform" by calls from April 2026
      Then the key is refused because those who bear the consequences decide

    Example: The same members may decide under a sister agreement
      Given Aval, Brume and Cime cooperate under Estuary
      When Estuary shares "Call platform" by calls from April 2026
      Then "Call platform" has 2 keys

    Example: Another agreement's resolution is adopted, and refused when it is carried out
      Given Aval and Brume cooperate under Estuary
      When Estuary adopts resolution R1, which shares "Call platform" by calls from April 2026
      Then the enactment of resolution R1 is refused and says why
      And "Call platform" has 1 key

  Rule: A contract has a budget for a year, adopted with authority

    Example: A revised budget replaces the first
      Given the budget of "Call platform" for 2026 is 120,000.00 EUR
      When the budget of "Call platform" for 2026 is revised to 135,500.00 EUR
      Then the budget of "Call platform" for 2026 is 135,500.00 EUR
