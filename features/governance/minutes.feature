Feature: The minutes of a meeting
  What was decided, by whom and by which arithmetic is written down as it happened. The minutes are told from what is
  recorded and from nothing else, in French and in English; a meeting that lacked its quorum has minutes of its own.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence

  Rule: The minutes tell the vote with its weights, its arithmetic and its article

    Example: Two thirds of all votes, in French
      Given the charter decides on keys by two thirds of all
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | for     |
        | Cime   | against |
      Then the minutes of "Meeting on R1" read in French
        | line                                                                                         |
        | Confluence : Procès-verbal de la réunion du 5 janvier 2026                                    |
        | - Cime, 1 voix (une voix chacun) : contre                                                     |
        | Majorité des deux tiers de toutes les voix : 2 voix pour, au moins 2/3 de 3 requis.           |
        | La résolution est adoptée le 5 janvier 2026 (article 7 of the charter).                       |

    Example: The same in English
      Given the charter decides on keys by two thirds of all
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | against |
      Then the minutes of "Meeting on R1" read in English
        | line                                                                        |
        | Confluence: Minutes of the meeting of 5 January 2026                        |
        | - Brume, votes 1 (one each): against                                        |
        | - Cime, votes 1 (one each): no ballot                                       |
        | 2/3 of all: 1 for, at least 2/3 of 3 needed.                                |
        | The resolution is rejected on 5 January 2026, by article 7 of the charter.  |

  Rule: A meeting that lacked its quorum has its minutes, and a second call

    Example: Nobody came
      Given the charter decides on keys by simple majority, with a quorum of 1/2 that falls on second call
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | for    |
      Then the minutes of "Meeting on R1" read in French
        | line                                                                                     |
        | Confluence : Procès-verbal de carence de la réunion du 5 janvier 2026                     |
        | Quorum : voix présentes ou représentées : 1 sur 3, 1/2 requis : non atteint.              |
        | Les votants seront convoqués une seconde fois, sur le même ordre du jour.                 |

    Example: The second call decides
      Given the charter decides on keys by simple majority, with a quorum of 1/2 that falls on second call
      And resolution R1 was inquorate on first call
      When the vote on resolution R1 closes on second call with
        | member | ballot |
        | Aval   | for    |
      Then the minutes of "Second call" read in French
        | line                                                                             |
        | Référence : Second call (seconde convocation, après Meeting on R1).              |
        | Quorum : voix présentes ou représentées : 1 sur 3, aucun minimum requis : atteint. |
        | La résolution est adoptée le 5 janvier 2026 (article 7 of the charter).          |

  Rule: The signed document is known by its hash and time-stamp

    Example: The minutes are sealed
      Given the vote on resolution R1 is open
      When the signed minutes of "Meeting on R1" are kept, stamped "TSA 2026-01-07"
      Then the minutes of "Meeting on R1" name that document
