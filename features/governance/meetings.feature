Feature: Meetings and consultations
  Those who decide are called in time, know what will be decided, and decide it in that order. What could not be
  decided for want of a quorum comes back once more, and nothing else does.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence

  Rule: Between the convocation and the meeting lie the days that the charter gives

    Example: Fifteen days
      Given the charter gives 15 days of notice, and 6 on second call
      And resolution R1 is called to a meeting on <held on> by a convocation of 5 January 2026
      When the vote on resolution R1 is opened there
      Then the outcome of that opening is "<outcome>"

      Examples:
        | case              | held on         | outcome                                                                                         |
        | one day too early | 19 January 2026 | Meeting on R1 is convened 14 days before it is held, and article 7 of the charter wants 15 days |
        | the fifteenth day | 20 January 2026 | open                                                                                            |

    Example: Six days suffice on second call
      Given the charter gives 15 days of notice, and 6 on second call
      And the meeting of 20 January 2026 on resolution R1 was inquorate
      When a second call is convened on 21 January 2026 for <held on>, and the vote is opened there
      Then the outcome of that opening is "<outcome>"

      Examples:
        | case              | held on         | outcome                                                                                     |
        | one day too early | 26 January 2026 | Second call is convened 5 days before it is held, and article 7 of the charter wants 6 days |
        | the sixth day     | 27 January 2026 | open                                                                                        |

    Example: Urgency shortens the notice only where the charter allows it
      Given the charter gives 15 days of notice, and allows "<exception>"
      And resolution R1 is called to a meeting within a day by "urgency", because a subsidy lapses
      When the vote on resolution R1 is opened there
      Then the outcome of that opening is "<outcome>"

      Examples:
        | case                        | exception     | outcome                                                                                        |
        | the charter allows urgency  | urgency       | open                                                                                           |
        | the charter allows a waiver | waiver of all | Meeting on R1 is convened 1 days before it is held, and article 7 of the charter wants 15 days |

  Rule: A second call has the agenda of the first

    Example: Another agenda
      Given the charter decides on keys by simple majority, with a quorum of 2/3 that falls on second call
      And resolution R1 was inquorate on first call
      And resolution R2 is tabled
      When a second call is convened with the resolutions R1 and R2
      Then the second call is refused because a second call has the same agenda

    Example: A meeting that decided everything
      Given the charter decides on keys by simple majority
      And the vote on resolution R1 is open
      And the vote on resolution R1 has closed with
        | member | ballot |
        | Aval   | for    |
      When a second call is convened with the resolutions R1
      Then the second call is refused because nothing was left undecided there

  Rule: A meeting takes its resolutions in the order of its agenda

    Example: The second before the first
      Given the charter decides on keys by simple majority
      And the resolutions R1 and R2 are called to a meeting
      When resolution R2 is put to the vote there, with Aval for it
      Then the vote is refused because the agenda has its order

    Example: The meeting decides on another order
      Given the charter decides on keys by simple majority
      And the resolutions R1 and R2 are called to a meeting
      And that meeting takes R2 before R1, because R1 waits for its study
      When resolution R2 is put to the vote there, with Aval for it
      Then resolution R2 is adopted

  Rule: A written consultation has a first and a last day for ballots

    Example: On its last day, and a day later
      Given the charter decides on keys by simple majority
      And Aval, Brume and Cime are consulted in writing on resolution R1 from 5 January 2026 to 15 January 2026
      When Brume votes for resolution R1 on <day>
      Then the outcome of that ballot is "<outcome>"

      Examples:
        | case           | day             | outcome                                                                            |
        | the last day   | 15 January 2026 | cast                                                                               |
        | a day too late | 16 January 2026 | a ballot on resolution R1 is cast from 2026-01-05 to 2026-01-15, not on 2026-01-16 |

    Example: The quorum counts the ballots that came in
      Given the charter wants 2/3 of the members on first call and 0 on second
      And Aval, Brume and Cime are consulted in writing on resolution R1 from 5 January 2026 to 15 January 2026
      When that consultation closes with a ballot of Aval for it
      Then resolution R1 is inquorate
      And the count of resolution R1 reads "quorum: 1 of 3 voters take part, 2/3 needed"
