Feature: Who votes, and with which weight
  A group says in its charter who decides: the members, their directors, the tenants, or all of them as a board.
  What each one weighs is read on the record date, where anybody may read it again.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And the members have homes on 31 December 2025
      | member | homes |
      | Aval   | 8450  |
      | Brume  | 4001  |
      | Cime   | 3600  |

  Rule: One member has one vote unless the charter gives it another weight

    Example: Two small members outvote a large one
      Given the charter says of decisions on keys
        | term    | text     |
        | weights | one each |
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | against |
        | Brume  | for     |
        | Cime   | for     |
      Then resolution R1 is adopted
      And the count of resolution R1 reads "simple majority: 2 for, 1 against"

    Example: By homes the large one outvotes them
      Given the charter says of decisions on keys
        | term    | text             |
        | weights | by measure homes |
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | against |
        | Brume  | for     |
        | Cime   | for     |
      Then resolution R1 is rejected
      And the count of resolution R1 reads "simple majority: 7601 for, 8450 against"

    Example: The fractions that the charter declares
      Given the charter gives Aval 1/2, Brume 1/3 and Cime 1/6 of the votes on keys
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | against |
        | Brume  | for     |
        | Cime   | for     |
      Then resolution R1 is rejected
      And the count of resolution R1 reads "simple majority: 1/2 for, 1/2 against"

  Rule: A member weighs by its latest reading up to the record date

    Example: A count made afterwards does not change the weight
      Given the charter says of decisions on keys
        | term    | text             |
        | weights | by measure homes |
      And the homes of Cime on 6 January 2026 are 9000
      When the vote on resolution R1 is opened on 5 January 2026
      Then the voters on resolution R1 weigh
        | seat  | weight | weight_source             |
        | Aval  | 8450   | homes at 2025-12-31: 8450 |
        | Brume | 4001   | homes at 2025-12-31: 4001 |
        | Cime  | 3600   | homes at 2025-12-31: 3600 |

    Example: A count made before takes the place of an older one
      Given the charter says of decisions on keys
        | term    | text             |
        | weights | by measure homes |
      And the homes of Cime on 4 January 2026 are 3590.5
      When the vote on resolution R1 is opened on 5 January 2026
      Then the voters on resolution R1 weigh
        | seat  | weight | weight_source               |
        | Aval  | 8450   | homes at 2025-12-31: 8450   |
        | Brume | 4001   | homes at 2025-12-31: 4001   |
        | Cime  | 7181/2 | homes at 2026-01-04: 3590.5 |

    Example: A member of which nothing was counted
      Given the charter says of decisions on keys
        | term    | text            |
        | weights | by measure lots |
      And the lots of Aval on 31 December 2025 are 120
      When the vote on resolution R1 is opened on 5 January 2026
      Then the vote is refused because a voter has its weight on the record date

  Rule: A director votes for a member through a seat that was given

    Example: Two directors share what their member weighs
      Given the seats of Confluence
        | seat    | represents |
        | Aval 1  | Aval       |
        | Brume 1 | Brume      |
        | Brume 2 | Brume      |
      And the charter says of decisions on keys
        | term       | text             |
        | electorate | directors        |
        | weights    | by measure homes |
      When the vote on resolution R1 is opened on 5 January 2026
      Then the voters on resolution R1 weigh
        | seat    | weight | weight_source                                    |
        | Aval 1  | 8450   | homes at 2025-12-31: 8450                        |
        | Brume 1 | 4001/2 | homes at 2025-12-31: 4001, over 2 seats of Brume |
        | Brume 2 | 4001/2 | homes at 2025-12-31: 4001, over 2 seats of Brume |

    Example: A seat that was vacated before the record date
      Given the seats of Confluence
        | seat    | represents |
        | Aval 1  | Aval       |
        | Brume 1 | Brume      |
      And the seat "Aval 1" is held until 4 January 2026
      And the charter says of decisions on keys
        | term       | text      |
        | electorate | directors |
      When the vote on resolution R1 is opened on 5 January 2026
      Then the voters on resolution R1 weigh
        | seat    | weight |
        | Brume 1 | 1      |

    Example: A seat is given once at a time
      Given the seats of Confluence
        | seat   | represents |
        | Aval 1 | Aval       |
      When the seat "Aval 1" is given to Brume
      Then the seat is refused because a seat has one holder

  Rule: A tenants' representative weighs what its list weighed for each that it had elected

    Example: The votes of a list divided by those elected on it
      Given the seats of Confluence
        | seat      | represents | weight |
        | Tenants 1 | nobody     | 1234/3 |
        | Tenants 2 | nobody     | 500    |
      And the charter says of decisions on keys
        | term       | text                     |
        | electorate | tenants' representatives |
        | weights    | own weight               |
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | seat      | ballot  |
        | Tenants 1 | for     |
        | Tenants 2 | against |
      Then resolution R1 is rejected
      And the count of resolution R1 reads "simple majority: 1234/3 for, 500 against"

  Rule: A holding of the capital weighs from its date

    Example: Shares bought after the record date do not vote
      Given the members hold of the capital on 1 January 2026
        | member | shares |
        | Aval   | 650    |
        | Brume  | 300    |
        | Cime   | 50     |
      And Cime holds 700 shares from 6 January 2026
      And the charter says of decisions on keys
        | term    | text       |
        | weights | by capital |
      When the vote on resolution R1 is opened on 5 January 2026
      Then the voters on resolution R1 weigh
        | seat  | weight |
        | Aval  | 650    |
        | Brume | 300    |
        | Cime  | 50     |
