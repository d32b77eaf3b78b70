Feature: What a resolution would change, before the vote
  Whoever votes knows what the decision would cost or save each member. It is supposed over months that are past, by
  the same rules and from the same costs and readings, and the study is attached before the vote opens.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
    And the calls of January 2026
      | member | calls |
      | Aval   | 3     |
      | Brume  | 2     |
      | Cime   | 5     |
    And 1,000.00 EUR of "Call platform" has been allocated for January 2026

  Rule: A key is supposed over the months that were posted before it would hold

    Example: Equal shares instead of calls
      Given resolution R1 would share "Call platform" equally from March 2026
      When the impact of resolution R1 is studied
      Then each member would have borne
        | member | before     | after      | difference  |
        | Aval   | 300.00 EUR | 333.34 EUR | +33.34 EUR  |
        | Brume  | 200.00 EUR | 333.33 EUR | +133.33 EUR |
        | Cime   | 500.00 EUR | 333.33 EUR | -166.67 EUR |
      And the study says that Aval and Brume would bear more
      And the differences sum to 0.00 EUR

    Example: The budget of the months from then on
      Given the budget of "Call platform" for 2026 is 12,000.00 EUR
      And resolution R1 would share "Call platform" equally from October 2026
      When the impact of resolution R1 is studied
      Then 3 months of the budget would be borne
        | member | before     | after        | difference  |
        | Aval   | 900.00 EUR | 1,000.00 EUR | +100.00 EUR |
        | Brume  | 600.00 EUR | 1,000.00 EUR | +400.00 EUR |
        | Cime   | 1,500.00 EUR | 1,000.00 EUR | -500.00 EUR |

  Rule: Going alone is held against the split as it is and as it would be

    Example: A key that would make a member leave
      Given going without the others in January 2026 costs
        | members | cost       |
        | Aval    | 400.00 EUR |
        | Brume   | 300.00 EUR |
        | Cime    | 600.00 EUR |
      And resolution R1 would share "Call platform" equally from March 2026
      When the impact of resolution R1 is studied
      Then nobody would leave before it, and Brume would save 33.33 EUR by leaving after it

  Rule: What moves no money says so

    Example: A text
      Given resolution R1 would thank the operators
      When the impact of resolution R1 is studied
      Then the study says "a text that changes no key, contract or member moves no money"

  Rule: A study is attached before the vote opens

    Example: The study rests on the ledger as it stood
      Given resolution R1 would share "Call platform" equally from March 2026
      When the impact of resolution R1 is attached
      Then the study recomputed as of its position is the same

    Example: The vote is open
      Given the vote on resolution R1 is open
      When the impact of resolution R1 is attached
      Then the study is refused because the vote is open
      And nothing is recorded
