Feature: Ties and double majorities
  A tie decides nothing by itself: somebody has the casting vote, or the proposal falls. And some decisions must
  carry twice, among the members and among what they stand for.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence

  Rule: A tie is rejected unless the charter gives somebody the casting vote

    Example: One for, one against and one abstention
      Given the charter gives <who> the casting vote on keys
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | against |
        | Cime   | abstain |
      Then resolution R1 is <outcome>
      And the count of resolution R1 reads "<arithmetic>"

      Examples:
        | case                          | who    | outcome  | arithmetic                                  |
        | nobody has it                 | nobody | rejected | simple majority: 1 for, 1 against           |
        | who has it is for             | Aval   | adopted  | a tie: the casting vote of Aval is for      |
        | who has it is against         | Brume  | rejected | a tie: the casting vote of Brume is against |
        | who has it does not decide it | Cime   | rejected | a tie: the casting vote of Cime is abstain  |

    Example: No tie, no casting vote
      Given the charter gives Aval the casting vote on keys
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot  |
        | Aval   | for     |
        | Brume  | against |
        | Cime   | against |
      Then resolution R1 is rejected
      And the count of resolution R1 reads "simple majority: 1 for, 2 against"

    Example: Where half is not enough, nothing is tied
      When the charter decides on keys by absolute majority with the casting vote of Aval
      Then the charter is refused because only a simple majority can be tied

  Rule: A double majority carries among the members and among their homes

    Example: Two of three members, with and without half of the homes
      Given the members have homes on 31 December 2025
        | member | homes |
        | Aval   | 8450  |
        | Brume  | 4000  |
        | Cime   | 3600  |
      And the charter decides on keys by a majority of members and of homes
      And the vote on resolution R1 is open
      When the vote on resolution R1 closes with
        | member | ballot |
        | Aval   | <Aval> |
        | Brume  | for    |
        | Cime   | <Cime> |
      Then resolution R1 is <outcome>
      And the count of resolution R1 reads "<arithmetic>"

      Examples:
        | case                       | Aval    | Cime    | outcome  | arithmetic                                                                              |
        | 7600 of 16050 homes        | against | for     | rejected | by measure homes, absolute majority: 7600 for, more than 1/2 of all 16050 votes needed  |
        | 12450 of 16050 homes       | for     | against | adopted  | by measure homes, absolute majority: 12450 for, more than 1/2 of all 16050 votes needed |
        | homes without most members | against | against | rejected | by measure homes, absolute majority: 4000 for, more than 1/2 of all 16050 votes needed  |
