Feature: Quorum and majority
  Whether a resolution is adopted follows from numbers that a reader can add up: who is counted, how much was
  needed and how much there was. The arithmetic is kept with the result, whatever the charter says later.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence

  Rule: The majority is the one that the charter names

    Example: The same three seats under four majorities
      Given the charter decides on keys by <majority>
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | <Aval>  |
        | Brume  | <Brume> |
        | Cime   | <Cime>  |
      Then resolution R1 is <outcome>
      And the count of resolution R1 reads "<arithmetic>"

      Examples:
        | case                                    | majority              | Aval | Brume   | Cime    | outcome  | arithmetic                                             |
        | more for than against                   | simple majority       | for  | for     | against | adopted  | simple majority: 2 for, 1 against                      |
        | a tie does not carry                    | simple majority       | for  | against | abstain | rejected | simple majority: 1 for, 1 against                      |
        | abstentions are not cast                | simple majority       | for  | abstain | abstain | adopted  | simple majority: 1 for, 0 against                      |
        | abstentions count in an absolute one    | absolute majority     | for  | abstain | abstain | rejected | absolute majority: 1 for, more than 1/2 of all 3 votes needed |
        | more than half of all                   | absolute majority     | for  | for     | against | adopted  | absolute majority: 2 for, more than 1/2 of all 3 votes needed |
        | exactly two thirds suffice              | two thirds of cast    | for  | for     | against | adopted  | 2/3 of cast: 2 for, at least 2/3 of 3 needed           |
        | a blank ballot is present, but not cast | two thirds of cast    | for  | blank   | against | rejected | 2/3 of cast: 1 for, at least 2/3 of 2 needed           |
        | a blank ballot weighs among the present | two thirds of present | for  | blank   | blank   | rejected | 2/3 of present: 1 for, at least 2/3 of 3 needed        |
        | the absent weigh among all              | two thirds of all     | for  | absent  | absent  | rejected | 2/3 of all: 1 for, at least 2/3 of 3 needed            |

  Rule: Whether a recused voter stays in the count is the charter's to say

    Example: Both readings of a recusal
      Given the charter decides on keys by <majority>, and a recused voter <reading> the count
      And the vote on resolution R1 is open
      And <recused> recused from resolution R1
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | <Brume> |
      Then resolution R1 is <outcome>
      And the count of resolution R1 reads "<arithmetic>"

      Examples:
        | case                                 | majority              | reading   | recused            | Brume  | outcome  | arithmetic                                  |
        | one recused, two for, all counted    | two thirds of all     | stays in  | Cime is            | for    | adopted  | 2/3 of all: 2 for, at least 2/3 of 3 needed |
        | one recused, two for, two counted    | two thirds of all     | leaves    | Cime is            | for    | adopted  | 2/3 of all: 2 for, at least 2/3 of 2 needed |
        | two recused, one for, all counted    | two thirds of all     | stays in  | Brume and Cime are | absent | rejected | 2/3 of all: 1 for, at least 2/3 of 3 needed |
        | two recused, one for, one counted    | two thirds of all     | leaves    | Brume and Cime are | absent | adopted  | 2/3 of all: 1 for, at least 2/3 of 1 needed |
        | three quarters are missed by a seat  | three quarters of all | stays in  | Cime is            | for    | rejected | 3/4 of all: 2 for, at least 3/4 of 3 needed |
        | three quarters of those who remain   | three quarters of all | leaves    | Cime is            | for    | adopted  | 3/4 of all: 2 for, at least 3/4 of 2 needed |

  Rule: Where a convention's charter is silent, all parties must consent

    Example: All three are for
      Given the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | for    |
        | Brume  | for    |
        | Cime   | for    |
      Then resolution R1 is adopted
      And the count of resolution R1 reads "unanimity: 3 for of 3 needed"
      And the rule of resolution R1 is "consent of all parties to the convention"

    Example: One abstention defeats it
      Given the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | for     |
        | Cime   | abstain |
      Then resolution R1 is rejected
      And the count of resolution R1 reads "unanimity: 2 for of 3 needed"

    Example: Nobody carries a proxy that no charter allows
      Given the vote on resolution R1 is open
      When Aval votes for resolution R1 as the proxy of Brume
      Then the ballot is refused because the charter limits proxies

  Rule: A resolution without quorum is neither adopted nor rejected

    Example: One of three is not two thirds
      Given the charter decides on keys by simple majority, with a quorum of 2/3 that falls on second call
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | for    |
      Then resolution R1 is inquorate
      And the count of resolution R1 reads "quorum: 1 of 3 take part, 2/3 needed"

    Example: Two of three are exactly two thirds
      Given the charter decides on keys by simple majority, with a quorum of 2/3 that falls on second call
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | abstain |
      Then resolution R1 is adopted
      And the count of resolution R1 reads "simple majority: 1 for, 0 against"

    Example: A recused voter takes part in the quorum
      Given the charter decides on keys by simple majority, with a quorum of 2/3 that falls on second call
      And the vote on resolution R1 is open
      And Cime is recused from resolution R1
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | for    |
      Then resolution R1 is adopted

    Example: On second call those who come decide
      Given the charter decides on keys by simple majority, with a quorum of 2/3 that falls on second call
      And resolution R1 was inquorate on first call
      When the vote on resolution R1 closes on second call with
        | member | ballot |
        | Cime   | for    |
      Then resolution R1 is adopted
      And the count of resolution R1 reads "simple majority: 1 for, 0 against"
