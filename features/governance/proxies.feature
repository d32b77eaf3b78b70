Feature: Proxies
  Who cannot come lets another vote. A proxy is given by a deed with its date, for one meeting or for a time, and
  can be taken back; who gave which to whom stays readable, and a ballot that was cast stands.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence

  Rule: Where the charter wants proxies in writing, a ballot by proxy needs one in force

    Example: One that was given for the meeting
      Given the charter wants proxies in writing
      And the vote on resolution R1 is open
      And Brume gave its proxy to Aval for the meeting on resolution R1
      When Aval votes for resolution R1 as the proxy of Brume
      Then the ballots on resolution R1 are
        | seat  | choice | cast_by |
        | Brume | for    | Aval    |

    Example: Nothing was written
      Given the charter wants proxies in writing
      And the vote on resolution R1 is open
      When Aval votes for resolution R1 as the proxy of Brume
      Then the ballot is refused because the proxy is not in force

    Example: One that was given for a time that is over
      Given the charter wants proxies in writing
      And the vote on resolution R1 is open
      And Brume gave its proxy to Aval until 4 January 2026
      When Aval votes for resolution R1 as the proxy of Brume
      Then the ballot is refused because the proxy is not in force

    Example: One that was given for another meeting
      Given the charter wants proxies in writing
      And the vote on resolution R1 is open
      And Brume gave its proxy to Aval for the meeting on resolution R2
      When Aval votes for resolution R1 as the proxy of Brume
      Then the ballot is refused because the proxy is not in force

  Rule: A proxy that was revoked is of no use any more

    Example: A ballot after the revocation
      Given the vote on resolution R1 is open
      And Brume gave its proxy to Aval for the meeting on resolution R1
      And Brume took its proxy back from Aval on 5 January 2026
      When Aval votes for resolution R1 as the proxy of Brume
      Then the ballot is refused because the proxy is not in force

    Example: A ballot that was cast before the revocation stands
      Given the charter wants proxies in writing
      And the vote on resolution R1 is open
      And Brume gave its proxy to Aval for the meeting on resolution R1
      And Aval has voted for resolution R1 as the proxy of Brume
      When Brume takes its proxy back from Aval on 5 January 2026
      Then the ballots on resolution R1 are
        | seat  | choice | cast_by |
        | Brume | for    | Aval    |

  Rule: A voter has one proxy

    Example: A second one for the same meeting
      Given Brume gave its proxy to Aval for the meeting on resolution R1
      When Brume gives its proxy to Cime for the meeting on resolution R1
      Then the proxy is refused because a voter has one proxy

    Example: Another after it was taken back
      Given Brume gave its proxy to Aval for the meeting on resolution R1
      And Brume took its proxy back from Aval on 2 January 2026
      When Brume gives its proxy to Cime for the meeting on resolution R1
      Then the proxies under Confluence are
        | seat  | holder | granted_on | revoked_on |
        | Brume | Aval   | 2026-01-02 | 2026-01-02 |
        | Brume | Cime   | 2026-01-02 | None       |

    Example: Another than its holder
      Given the charter decides on keys by simple majority and allows one proxy each
      And the vote on resolution R1 is open
      And Brume gave its proxy to Aval for the meeting on resolution R1
      When Cime votes for resolution R1 as the proxy of Brume
      Then the ballot is refused because the proxy is not in force

  Rule: Who votes itself takes its proxy back, unless the charter refuses that ballot

    Example: The charter is silent
      Given the charter wants proxies in writing
      And the vote on resolution R1 is open
      And Brume gave its proxy to Aval for the meeting on resolution R1
      When Brume votes against resolution R1
      Then the proxies under Confluence are
        | seat  | holder | revoked_on | reason                        |
        | Brume | Aval   | 2026-01-05 | voted itself on resolution R1 |

    Example: The charter refuses it
      Given the charter wants proxies in writing and refuses the ballot of who gave one
      And the vote on resolution R1 is open
      And Brume gave its proxy to Aval for the meeting on resolution R1
      When Brume votes against resolution R1
      Then the ballot is refused because its proxy votes for it

  Rule: A proxy is carried by a voter unless the charter lets anyone carry one

    Example: A stranger
      Given the charter lets <whom> carry proxies
      And the vote on resolution R1 is open
      And Brume gave its proxy to Dune for the meeting on resolution R1
      When Dune votes for resolution R1 as the proxy of Brume
      Then the outcome of that ballot is "<outcome>"

      Examples:
        | case                     | whom   | outcome                              |
        | as most charters have it | voters | Dune is not a voter on resolution R1 |
        | a charter open to others | anyone | cast                                 |

  Rule: A holder carries no more proxies at a meeting than the charter allows

    Example: An attendance sheet with two in one hand
      Given the charter decides on keys by simple majority and allows one proxy each
      And the vote on resolution R1 is open
      And Aval attends the meeting on resolution R1 with the proxies of Brume and Cime
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | for    |
      Then the count is refused because the charter limits proxies
