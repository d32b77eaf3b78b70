Feature: The quorum of a meeting
  A few must not decide for all. The charter says how much must be there on first call, and how much on second
  call; it says what is counted, and whether it is enough to be represented.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And the members hold of the capital on 1 January 2026
      | member | shares |
      | Aval   | 650    |
      | Brume  | 200    |
      | Cime   | 150    |

  Rule: An ordinary meeting wants a fifth of the capital on first call and nothing on second

    Example: Less than a fifth on first call
      Given the charter wants 1/5 of the capital on first call and 0 on second
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Cime   | for    |
      Then resolution R1 is inquorate
      And the count of resolution R1 reads "quorum: 150 of 1000 shares of the capital take part, 1/5 needed"

    Example: Exactly a fifth on first call
      Given the charter wants 1/5 of the capital on first call and 0 on second
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Brume  | for    |
      Then resolution R1 is adopted

    Example: Any part of it on second call
      Given the charter wants 1/5 of the capital on first call and 0 on second
      And resolution R1 was inquorate on first call
      When the vote on resolution R1 closes on second call with
        | member | ballot |
        | Cime   | for    |
      Then resolution R1 is adopted

  Rule: An extraordinary meeting wants a quarter of the capital, then a fifth

    Example: A fifth is not a quarter
      Given the charter wants 1/4 of the capital on first call and 1/5 on second
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Brume  | for    |
      Then resolution R1 is inquorate
      And the count of resolution R1 reads "quorum: 200 of 1000 shares of the capital take part, 1/4 needed"

    Example: On second call a fifth is enough, and less is not
      Given the charter wants 1/4 of the capital on first call and 1/5 on second
      And resolution R1 was inquorate on first call
      When the vote on resolution R1 closes on second call with
        | member   | ballot |
        | <member> | for    |
      Then resolution R1 is <outcome>

      Examples:
        | case        | member | outcome   |
        | a fifth     | Brume  | adopted   |
        | 150 of 1000 | Cime   | inquorate |

  Rule: The charter says what a quorum counts

    Example: Two of three members with a third of the capital
      Given the charter wants 1/2 of the <base> on first call and 0 on second
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Brume  | for    |
        | Cime   | for    |
      Then resolution R1 is <outcome>

      Examples:
        | case                 | base    | outcome   |
        | two of three members | members | adopted   |
        | 350 of 1000 shares   | capital | inquorate |

  Rule: Where attendance is kept, who is there counts whether it votes or not

    Example: Two are there and one of them votes
      Given the charter wants 2/3 of the members on first call and 0 on second
      And the vote on resolution R1 is open
      And Aval and Brume attend the meeting on resolution R1
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | for    |
      Then resolution R1 is adopted

    Example: A ballot of who is not there
      Given the charter wants 2/3 of the members on first call and 0 on second
      And the vote on resolution R1 is open
      And Aval and Brume attend the meeting on resolution R1
      When Cime votes for resolution R1
      Then the ballot is refused because only those who attend vote

    Example: Who is represented counts only where the charter says so
      Given the charter wants 2/3 of the members on first call, <counted>
      And the vote on resolution R1 is open
      And Aval attends the meeting on resolution R1 with the proxy of Brume
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | for    |
      Then resolution R1 is <outcome>

      Examples:
        | case                     | counted                | outcome   |
        | as most charters have it | present or represented | adopted   |
        | only those who came      | present                | inquorate |

  Rule: The quorum holds for the whole meeting

    Example: A departure between two resolutions
      Given the charter wants 2/3 of the members on first call and 0 on second
      And the resolutions R1 and R2 are called to a meeting
      And Aval and Brume attend that meeting from its opening, and Aval alone from resolution R2 on
      And resolution R1 is adopted there by Aval and Brume
      When resolution R2 is put to the vote there, with Aval for it
      Then resolution R2 is inquorate
      And the count of resolution R2 reads "quorum: 1 of 3 voters take part, 2/3 needed"
