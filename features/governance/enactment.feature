Feature: What a resolution enacts
  The decision is the cause of what follows from it. An adopted resolution itself opens the contract, changes
  the key or admits the member, under its own authority; nobody types in afterwards what was decided.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: An adopted resolution itself carries out what it enacts

    Example: It opens a contract with its first key
      Given resolution R1, decided on 5 January 2026, opens a contract for "Land prospecting"
      When resolution R1 is adopted on 5 January 2026
      Then "Land prospecting" benefits Aval, Brume and Cime
      And the contract for "Land prospecting" stands on resolution R1

    Example: It adopts a key
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from April 2026
      When resolution R1 is adopted on 20 March 2026
      Then the keys of "Call platform" are
        | version | effective_from | authority                        |
        | 1       | 2026-01        | agreement Confluence             |
        | 2       | 2026-04        | resolution R1 of Confluence      |
      And the enactment of resolution R1 is carried out

    Example: It ends a contract and opens its successor, in order
      Given resolution R1, decided on 20 March 2026, moves "Call platform" to "Call centre" on 1 July 2026
      When resolution R1 is adopted on 20 March 2026
      Then the contract for "Call platform" ends on 30 June 2026
      And "Call centre" benefits Aval, Brume and Cime

  Rule: A resolution that is not adopted changes nothing

    Example: Rejected
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from April 2026
      When resolution R1 is rejected on 20 March 2026
      Then "Call platform" has 1 key
      And the enactment of resolution R1 is proposed

    Example: Inquorate
      Given resolution R2 lays down a quorum of 1/2 for keys
      And resolution R1, decided on 20 March 2026, shares "Call platform" by calls from April 2026
      When nobody but Aval votes on resolution R1 on 20 March 2026
      Then resolution R1 is inquorate
      And "Call platform" has 1 key

  Rule: A share is explained back to the ballots of the decision that its key stands on

    Example: The key of April takes effect in the run of April
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from April 2026
      And resolution R1 has been adopted on 20 March 2026
      And the calls of April 2026
        | member | calls |
        | Aval   | 4     |
        | Brume  | 3     |
        | Cime   | 2     |
      When 90.00 EUR of "Call platform" is allocated for April 2026
      Then the part of Aval for April 2026 is 40.00 EUR, by resolution R1 with the ballots
        | member | choice |
        | Aval   | for    |
        | Brume  | for    |
        | Cime   | for    |

  Rule: Nothing is put in force by naming a resolution that did not decide it

    Example: Another key than the one that was adopted
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from April 2026
      And resolution R1 has been adopted on 20 March 2026
      When somebody shares "Call platform" by homes from April 2026, naming resolution R1
      Then the key is refused because the resolution does not enact this

    Example: A resolution that was rejected
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from April 2026
      And resolution R1 has been rejected on 20 March 2026
      When somebody shares "Call platform" by calls from April 2026, naming resolution R1
      Then the key is refused because the resolution was not adopted

    Example: A resolution whose vote is still open
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from April 2026
      When somebody shares "Call platform" by calls from April 2026, naming resolution R1
      Then the key is refused because the resolution was not adopted

  Rule: A decision is not dated before its voters were taken

    Example: A count dated back to make a key for January look timely
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from January 2026
      When resolution R1 is adopted on 20 January 2026
      Then the count is refused because a decision is not dated before its vote
      And "Call platform" has 1 key

  Rule: An enactment is carried out once

    Example: Naming the resolution again does not bring back a key that was replaced since
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from April 2026
      And resolution R1 has been adopted on 20 March 2026
      And "Call platform" is shared equally from April 2026 by an amendment
      When somebody shares "Call platform" by calls from April 2026, naming resolution R1
      Then the key is refused because an enactment is carried out once

    Example: Whoever follows the log again finds nothing left to do
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from April 2026
      And resolution R1 has been adopted on 20 March 2026
      When the adoption of resolution R1 is delivered a second time
      Then nothing is recorded
      And "Call platform" has 2 keys

  Rule: The accounts of a year are approved once the year is closed

    Example: The board approves them, by agreement
      Given the accounting year 2026 is closed
      When resolution R1 approves the accounts of 2026
      Then the accounts of 2026 are approved for Confluence by resolution R1

    Example: A year that still takes postings
      When resolution R1 approves the accounts of 2026
      Then the enactment of resolution R1 is refused and says why

  Rule: An enactment that is refused stays visible

    Example: A key for months that are past
      Given resolution R1, decided on 20 March 2026, shares "Call platform" by calls from February 2026
      When resolution R1 is adopted on 20 March 2026
      Then resolution R1 is adopted
      And the enactment of resolution R1 is refused and says why
      And "Call platform" has 1 key
