Feature: Admission of a member
  A new member shares the cost of what it uses, from a date that everybody can read off the agreement. Who
  decides about it, what it signs, from when it bears costs and from when it votes are four separate facts.

  Rule: An admission takes effect when the entrant signs its accession

    Example: Adopted and not yet signed
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by months started
      When resolution R1 admits Cime, which bears costs from 16 March 2026 and votes from 1 July 2026
      Then the enactment of resolution R1 is adopted, not in force
      And "Call platform" benefits Aval and Brume

    Example: With its signature the entrant belongs to the agreement and to its contract
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by months started
      And resolution R1 has admitted Cime, which bears costs from 16 March 2026 and votes from 1 July 2026
      When Cime signs its accession on 10 March 2026
      Then the enactment of resolution R1 is carried out
      And "Call platform" benefits Aval, Brume and Cime

    Example: The agreement itself may lay an admission down
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by months started
      And the agreement has admitted Cime, which bears costs from 16 March 2026
      When Cime signs its accession on 10 March 2026
      Then "Call platform" benefits Aval, Brume and Cime

    Example: Who was not admitted has no accession to sign
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by months started
      When Dune signs its accession on 10 March 2026
      Then the accession is refused because only those whom the deed names sign it

  Rule: A member is admitted once

    Example: A second admission while the signature is awaited
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by months started
      And resolution R1 has admitted Cime, which bears costs from 16 March 2026 and votes from 1 July 2026
      When the agreement admits Cime, which bears costs from 1 April 2026
      Then the admission is refused because a member is admitted once

  Rule: An entrant bears costs from its entry, by the convention of the agreement

    Example: 100.00 EUR of an equally shared month, with Cime entering on 16 March 2026
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by <convention>
      And Cime has entered on 16 March 2026
      And the accounting year 2027 is open
      When 100.00 EUR of "Call platform" is allocated for <month>
      Then the members bear
        | member | part    |
        | Aval   | <Aval>  |
        | Brume  | <Brume> |
        | Cime   | <Cime>  |

      Examples:
        | case                                | convention      | month        | Aval      | Brume     | Cime      |
        | the month begun counts in full      | months started  | March 2026   | 33.34 EUR | 33.33 EUR | 33.33 EUR |
        | the month begun does not count      | months complete | March 2026   | 50.00 EUR | 50.00 EUR | 0.00 EUR  |
        | the first complete month counts     | months complete | April 2026   | 33.34 EUR | 33.33 EUR | 33.33 EUR |
        | 16 days of 31 count                 | days            | March 2026   | 39.75 EUR | 39.74 EUR | 20.51 EUR |
        | nothing before the year is over     | next 1 January  | March 2026   | 50.00 EUR | 50.00 EUR | 0.00 EUR  |
        | the next year counts from its start | next 1 January  | January 2027 | 33.34 EUR | 33.33 EUR | 33.33 EUR |

    Example: What is counted by use starts at entry by itself and is not reduced again
      Given Aval and Brume share "Call platform" by calls, entrants bearing costs by days
      And Cime has entered on 16 March 2026
      And the calls of March 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 2     |
      When 100.00 EUR of "Call platform" is allocated for March 2026
      Then the members bear
        | member | share | part      |
        | Aval   | 3/7   | 42.86 EUR |
        | Brume  | 2/7   | 28.57 EUR |
        | Cime   | 2/7   | 28.57 EUR |

  Rule: An entrant votes from its own date

    Example: The day before, the entrant is not among the voters
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by months started
      And resolution R1 has admitted Cime, which bears costs from 16 March 2026 and votes from 1 July 2026
      And Cime has signed its accession on 10 March 2026
      When the vote on resolution R2 is opened on 30 June 2026
      Then the voters on resolution R2 are Aval and Brume

    Example: On the day itself it is
      Given Aval and Brume share "Call platform" equally, entrants bearing costs by months started
      And resolution R1 has admitted Cime, which bears costs from 16 March 2026 and votes from 1 July 2026
      And Cime has signed its accession on 10 March 2026
      When the vote on resolution R2 is opened on 1 July 2026
      Then the voters on resolution R2 are Aval, Brume and Cime

  Rule: A member that has left bears no cost of later months

    Example: Its last month is still borne, whenever the invoice comes
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And Cime benefits from "Call platform" until 30 June 2026
      When 90.00 EUR of "Call platform" is allocated for June 2026
      Then the members bear
        | member | part      |
        | Aval   | 30.00 EUR |
        | Brume  | 30.00 EUR |
        | Cime   | 30.00 EUR |

    Example: The month after is shared by those who stay
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Call platform" to Aval, Brume and Cime, shared equally
      And Cime benefits from "Call platform" until 30 June 2026
      When 90.00 EUR of "Call platform" is allocated for July 2026
      Then the members bear
        | member | part      |
        | Aval   | 45.00 EUR |
        | Brume  | 45.00 EUR |
        | Cime   | 0.00 EUR  |
