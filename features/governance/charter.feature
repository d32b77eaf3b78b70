Feature: The charter
  The charter says how decisions are taken. It changes like any other rule: by versions with a date, each with
  its authority, so that an old vote is always read by the rules of its own day.

  Rule: A vote follows the charter in force on its record date

    Example: The record date falls before or on the day of a new version
      Given Aval, Brume and Cime cooperate under Confluence
      And the charter decides on keys by simple majority from 1 January 2026, by "article 7"
      And the charter decides on keys by unanimity from 1 April 2026, by "article 7 as amended"
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
      And the charter decides on keys by unanimity from 1 January 2026, by "article 7 as amended"
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | against |
        | Cime   | for     |
      Then resolution R1 is adopted

  Rule: A resolution lays down the next version of the charter

    Example: Adopted by all, as the agreement's silence demands
      Given Aval, Brume and Cime cooperate under Confluence
      And resolution R1, decided on 20 March 2026, lays down simple majority for keys from 1 April 2026
      When resolution R1 is adopted on 20 March 2026
      Then the charter of Confluence has 1 version
