Feature: The charter
  The charter says how decisions are taken. It changes like any other rule: by versions with a date, each with
  its authority, so that an old vote is always read by the rules of its own day.

  Rule: A vote follows the charter in force on its record date

    Example: The record date falls before or on the day of a new version
      Given Aval, Brume and Cime cooperate under Confluence
      And the charter decides on keys by simple majority from 1 January 2026, by "article 7"
      And the amended charter decides on keys by unanimity from 1 April 2026, by "article 7 as amended"
      When the vote on resolution R1 is opened on <record date>
      Then the rule of resolution R1 is <article>

      Examples:
        | case                           | record date   | article                |
        | the last day of the first text | 31 March 2026 | "article 7"            |
        | the first day of the new text  | 1 April 2026  | "article 7 as amended" |

    Example: A version laid down later does not change a vote that is open
      Given Aval, Brume and Cime cooperate under Confluence
      And the charter decides on keys by simple majority from 1 January 2026, by "article 7"
      And the vote on resolution R1 is open
      And the amended charter decides on keys by unanimity from 1 January 2026, by "article 7 as amended"
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | against |
        | Cime   | for     |
      Then resolution R1 is adopted

  Rule: A resolution lays down the next version of the charter

    Example: Adopted by all, since the first version is silent about itself
      Given Aval, Brume and Cime cooperate under Confluence
      And the charter decides on keys by unanimity from 1 January 2026, by "article 7"
      And resolution R1, decided on 20 March 2026, lays down simple majority for keys from 1 April 2026
      When resolution R1 is adopted on 20 March 2026
      Then the charter of Confluence has the versions
        | version | effective_on | authority                   |
        | 1       | 2026-01-01   | agreement Confluence        |
        | 2       | 2026-04-01   | resolution R1 of Confluence |
