Feature: Replaying the decisions of a board
  Who joins a board later, or audits it, wants to see what was decided in its order: who voted what, what came of
  it, and what it changed in euros for each member. What it changed is the same history less the one without it.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
    And the calls of January 2026
      | member | calls |
      | Aval   | 3     |
      | Brume  | 2     |
      | Cime   | 5     |

  Rule: Each decision is told with its votes and with what it changed for each member

    Example: A key shared equally instead of by calls
      Given resolution R1, decided on 5 January 2026, shares "Call platform" equally from January 2026
      And resolution R1 has been adopted on 5 January 2026
      And 100.00 EUR of "Call platform" has been allocated for January 2026
      When somebody replays the decisions
      Then step 1 has changed
        | member | year | changed    | exactly in cents |
        | Aval   | 2026 | +3.34 EUR  | 1000/3           |
        | Brume  | 2026 | +13.33 EUR | 4000/3           |
        | Cime   | 2026 | -16.67 EUR | -5000/3          |
      And step 1 tells "Votes: Aval for, Brume for, Cime for."

    Example: A contract that it opened
      Given resolution R1, decided on 5 January 2026, opens a contract for "Land prospecting"
      And resolution R1 has been adopted on 5 January 2026
      And 90.00 EUR of "Land prospecting" has been allocated for January 2026
      When somebody replays the decisions
      Then step 1 has changed
        | member | year | changed    | exactly in cents |
        | Aval   | 2026 | +30.00 EUR | 3000             |
        | Brume  | 2026 | +30.00 EUR | 3000             |
        | Cime   | 2026 | +30.00 EUR | 3000             |
      And step 1 says "against the same history without it, in which 90.00 EUR of Land prospecting would be allocated to nobody"

    Example: What was rejected changed nothing
      Given resolution R1, decided on 5 January 2026, shares "Call platform" equally from January 2026
      And resolution R1 has been rejected on 5 January 2026
      When somebody replays the decisions
      Then step 1 has changed nothing
      And step 1 says "it was not adopted (rejected), so it changed nothing"

    Example: A charter moves no money
      Given resolution R1, decided on 5 January 2026, lays down unanimity for keys from 1 February 2026
      And resolution R1 has been adopted on 5 January 2026
      When somebody replays the decisions
      Then step 1 has changed nothing
      And step 1 says "a charter says how decisions are taken, and moves no money"

  Rule: The steps follow the days on which was decided, forward or backward

    Example: Minutes that were typed in later
      Given resolution R1, decided on 20 March 2026, shares "Call platform" equally from April 2026
      And resolution R1 has been adopted on 20 March 2026
      And resolution R2, decided on 5 January 2026, shares "Call platform" by homes from May 2026
      And resolution R2 has been rejected on 5 January 2026
      When somebody replays the decisions
      Then the steps are R2 and R1

    Example: Backward from the second step
      Given resolution R1, decided on 5 January 2026, shares "Call platform" equally from April 2026
      And resolution R1 has been adopted on 5 January 2026
      And resolution R2, decided on 20 March 2026, shares "Call platform" by homes from May 2026
      And resolution R2 has been rejected on 20 March 2026
      When somebody replays the decisions from step 2 to step 1
      Then the steps are R2 and R1
