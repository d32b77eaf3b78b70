Feature: What an adopted decision still waits for
  Some decisions need more than a vote: the approval of an official, the signature of every member, an entrant's
  own accession. They are adopted and not in force until that is there; then they are carried out, once.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: What waits for an official approval has force once it is given

    Example: Adopted and not yet approved
      Given resolution R1 shares "Call platform" by calls from April 2026 once "the minister's approval" is given
      When resolution R1 is adopted on 5 January 2026
      Then the enactments of resolution R1 stand thus
        | enactment | state                 | because                                   |
        | 1         | adopted, not in force | official approval: the minister's approval |
      And "Call platform" has 1 key

    Example: The approval carries it out, and is recorded with its act and reference
      Given resolution R1 shares "Call platform" by calls from April 2026 once "the minister's approval" is given
      And resolution R1 has been adopted on 5 January 2026
      When the minister gives "the minister's approval" from 10 March 2026 by "order JO 118"
      Then the enactments of resolution R1 stand thus
        | enactment | state       | because |
        | 1         | carried out |         |
      And "Call platform" has 2 keys
      And "the minister's approval" stands on "order JO 118" from 10 March 2026

    Example: A key is for months to come after the approval, not after the vote
      Given resolution R1 shares "Call platform" by calls from February 2026 once "the minister's approval" is given
      And resolution R1 has been adopted on 5 January 2026
      When the minister gives "the minister's approval" from 10 March 2026 by "order JO 118"
      Then the enactment of resolution R1 is refused and says why
      And "Call platform" has 1 key

  Rule: A condition that fails refuses what waited for it

    Example: The minister says no
      Given resolution R1 shares "Call platform" by calls from April 2026 once "the minister's approval" is given
      And resolution R1 has been adopted on 5 January 2026
      When the minister refuses "the minister's approval" because "the statutes name no purpose"
      Then the enactment of resolution R1 is refused and says why
      And "Call platform" has 1 key

    Example: A condition is settled once
      Given resolution R1 shares "Call platform" by calls from April 2026 once "the minister's approval" is given
      And resolution R1 has been adopted on 5 January 2026
      And the minister has refused "the minister's approval" because "the statutes name no purpose"
      When the minister gives "the minister's approval" from 10 March 2026 by "order JO 118"
      Then the approval is refused because a condition is met or fails once

    Example: An approval that nobody waits for is not recorded
      When the minister gives "a blessing" from 10 March 2026 by "order JO 118"
      Then the approval is refused because somebody must be waiting for it

  Rule: What waits for signatures goes on with the last of them

    Example: An amendment that one member has yet to sign
      Given resolution R1 shares "Call platform" by calls from April 2026 once amendment 1 is signed
      And resolution R1 has been adopted on 5 January 2026
      And amendment 1 is drafted, effective 1 January 2026, and signed by Aval and Brume
      When Cime signs amendment 1 on 20 March 2026
      Then "Call platform" has 2 keys

    Example: What is there already is not waited for
      Given amendment 1 is drafted, effective 1 January 2026, and signed by Aval, Brume and Cime
      And resolution R1 shares "Call platform" by calls from April 2026 once amendment 1 is signed
      When resolution R1 is adopted on 5 January 2026
      Then "Call platform" has 2 keys

  Rule: Enactments are carried out in order, and what needs an earlier one shares its fate

    Example: The first is refused: what needs it falls with it, and the rest is carried out
      Given resolution R1 adopts these budgets
        | enactment | contract      | year | amount         | needs |
        | 1         | Land office   | 2026 | 50,000.00 EUR  |       |
        | 2         | Call platform | 2026 | 120,000.00 EUR | 1     |
        | 3         | Call platform | 2027 | 130,000.00 EUR |       |
      When resolution R1 is adopted on 5 January 2026
      Then the enactments of resolution R1 stand thus
        | enactment | state       | because                                              |
        | 1         | refused     | there is no contract Land office                     |
        | 2         | refused     | enactment 1, which enactment 2 needs, was refused    |
        | 3         | carried out |                                                      |
      And the budget of "Call platform" for 2027 is 130,000.00 EUR

    Example: The first waits: what needs it waits too, and the rest does not
      Given resolution R1 adopts these budgets once "the minister's approval" of the first is given
        | enactment | contract      | year | amount         | needs |
        | 1         | Call platform | 2026 | 120,000.00 EUR |       |
        | 2         | Call platform | 2027 | 125,000.00 EUR | 1     |
        | 3         | Call platform | 2028 | 130,000.00 EUR |       |
      When resolution R1 is adopted on 5 January 2026
      Then the enactments of resolution R1 stand thus
        | enactment | state                 | because                                    |
        | 1         | adopted, not in force | official approval: the minister's approval |
        | 2         | adopted, not in force | enactment 1 is carried out                 |
        | 3         | carried out           |                                            |

    Example: What was waited for comes, and both are carried out
      Given resolution R1 adopts these budgets once "the minister's approval" of the first is given
        | enactment | contract      | year | amount         | needs |
        | 1         | Call platform | 2026 | 120,000.00 EUR |       |
        | 2         | Call platform | 2026 | 125,000.00 EUR | 1     |
      And resolution R1 has been adopted on 5 January 2026
      When the minister gives "the minister's approval" from 10 March 2026 by "order JO 118"
      Then the enactments of resolution R1 stand thus
        | enactment | state       | because |
        | 1         | carried out |         |
        | 2         | carried out |         |
      And the budget of "Call platform" for 2026 is 125,000.00 EUR
