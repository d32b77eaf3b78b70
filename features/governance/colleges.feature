Feature: Colleges and their limits
  In a cooperative those who use it keep the majority and those who finance it do not buy it. So the votes are
  shared between colleges first, within limits, and inside each college by a rule of its own.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And the members hold of the capital on 1 January 2026
      | member | shares |
      | Aval   | 0      |
      | Brume  | 300    |
      | Cime   | 100    |
    And the seats of Confluence
      | seat       | represents | college     |
      | Tenants 1  | Aval       | tenants     |
      | Tenants 2  | Brume      | tenants     |
      | Tenants 3  | Cime       | tenants     |
      | Town 1     | nobody     | authorities |
      | Investor 1 | Brume      | investors   |
      | Investor 2 | Cime       | investors   |

  Rule: What a cap cuts off goes to the other colleges in proportion to their shares

    Example: Investors have 35 % of the votes at most, and tenants keep what they had of the rest
      Given the charter shares the votes on keys between colleges
        | college     | share | at least | at most | weights    |
        | tenants     | 1/2   | 51/100   | 1       | one each   |
        | authorities | 1/10  | 0        | 1       | one each   |
        | investors   | 2/5   | 0        | 35/100  | by capital |
      When the vote on resolution R1 is opened on 5 January 2026
      Then the colleges on resolution R1 weigh
        | college     | weight |
        | authorities | 13/120 |
        | investors   | 7/20   |
        | tenants     | 13/24  |

    Example: Tenants have 51 % of the votes at least, and investors 35 % at most
      Given the charter shares the votes on keys between colleges
        | college     | share | at least | at most | weights    |
        | tenants     | 1/5   | 51/100   | 1       | one each   |
        | authorities | 1/5   | 0        | 1       | one each   |
        | investors   | 3/5   | 0        | 35/100  | by capital |
      When the vote on resolution R1 is opened on 5 January 2026
      Then the voters on resolution R1 weigh
        | seat       | weight |
        | Investor 1 | 21/80  |
        | Investor 2 | 7/80   |
        | Tenants 1  | 17/100 |
        | Tenants 2  | 17/100 |
        | Tenants 3  | 17/100 |
        | Town 1     | 7/50   |

    Example: Without shares colleges weigh what their seats weigh, within the same limits
      Given the charter shares the votes on keys between colleges
        | college   | share | at least | at most | weights    |
        | tenants   |       | 51/100   | 1       | one each   |
        | investors |       | 0        | 35/100  | by capital |
      When the vote on resolution R1 is opened on 5 January 2026
      Then the colleges on resolution R1 weigh
        | college   | weight |
        | investors | 7/20   |
        | tenants   | 13/20  |

    Example: One holder has no more than its part of its college
      Given the charter shares the votes on keys between colleges
        | college   | share | at least | at most | weights    | holder at most |
        | tenants   | 4/5   | 51/100   | 1       | one each   |                |
        | investors | 1/5   | 0        | 35/100  | by capital | 3/5            |
      When the vote on resolution R1 is opened on 5 January 2026
      Then the voters on resolution R1 weigh
        | seat       | weight |
        | Investor 1 | 3/25   |
        | Investor 2 | 2/25   |
        | Tenants 1  | 4/15   |
        | Tenants 2  | 4/15   |
        | Tenants 3  | 4/15   |

  Rule: Limits that contradict each other are refused

    Example: More than everything is promised
      When the charter shares the votes on keys between colleges
        | college   | share | at least | at most | weights  |
        | tenants   | 1/2   | 70/100   | 1       | one each |
        | investors | 1/2   | 35/100   | 1       | one each |
      Then the charter is refused because limits leave room for one whole

    Example: The only college that has seats may not have all votes
      Given the charter shares the votes on keys between colleges
        | college   | share | at least | at most | weights    |
        | pioneers  | 2/3   | 51/100   | 1       | one each   |
        | investors | 1/3   | 0        | 35/100  | by capital |
      When the vote on resolution R1 is opened on 5 January 2026
      Then the vote is refused because limits leave room for one whole

  Rule: The charter says whether a college votes seat by seat or as a block

    Example: The same ballots in both readings
      Given the charter lets colleges with the usual limits vote <reading> on keys
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | seat       | ballot  |
        | Tenants 1  | for     |
        | Tenants 2  | for     |
        | Tenants 3  | against |
        | Town 1     | for     |
        | Investor 1 | against |
        | Investor 2 | against |
      Then resolution R1 is <outcome>
      And the count of resolution R1 reads "<arithmetic>"

      Examples:
        | case                                | reading  | outcome  | arithmetic                                |
        | 34 % and 14 % for                   | weighted | rejected | simple majority: 12/25 for, 13/25 against |
        | all 51 % and 14 % for, 35 % against | block    | adopted  | simple majority: 13/20 for, 7/20 against  |
