Feature: Voting on a resolution
  A decision binds all members, so everybody must be able to check afterwards who could vote, who voted and for
  whom. A ballot is never edited and never deleted: what is asked too much is refused.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And the charter decides on keys by simple majority and allows one proxy each
    And the vote on resolution R1 is open

  Rule: A voter votes once

    Example: A second ballot is refused, even the same one
      Given Brume has voted for resolution R1
      When Brume votes for resolution R1
      Then the ballot is refused because a member votes once

    Example: Who has voted by proxy does not vote again
      Given Aval has voted for resolution R1 as the proxy of Brume
      When Brume votes against resolution R1
      Then the ballot is refused because a member votes once

  Rule: Only the electorate that was frozen at the opening votes

    Example: A stranger has no ballot
      When Dune votes for resolution R1
      Then the ballot is refused because only the electorate votes

    Example: The electorate is who votes under the agreement, each with one vote
      Then the voters on resolution R1 are Aval, Brume and Cime

  Rule: A recused voter does not vote

    Example: The provider is recused from the vote on its own contract
      Given Aval is recused from resolution R1
      When Aval votes for resolution R1
      Then the ballot is refused because a recused member does not vote

    Example: Nor does it vote as the proxy of another
      Given Aval is recused from resolution R1
      When Aval votes for resolution R1 as the proxy of Brume
      Then the ballot is refused because a recused member does not vote

    Example: Nobody is recused after having voted
      Given Brume has voted for resolution R1
      When Brume is recused from resolution R1
      Then the recusal is refused because a member votes once

  Rule: The charter says how many proxies one holder may carry

    Example: The one proxy that is allowed counts for its own seat
      When Aval votes for resolution R1 as the proxy of Brume
      Then the ballots on resolution R1 are
        | seat  | choice | cast_by |
        | Brume | for    | Aval    |

    Example: A second proxy is one too many
      Given Aval has voted for resolution R1 as the proxy of Brume
      When Aval votes for resolution R1 as the proxy of Cime
      Then the ballot is refused because the charter limits proxies

  Rule: A ballot is cast while the vote is open

    Example: A ballot that comes after the count
      Given the vote on resolution R1 has closed with
        | member | ballot |
        | Aval   | for    |
        | Brume  | for    |
      When Cime votes against resolution R1
      Then the ballot is refused because the vote is closed

  Rule: A meeting decides what its agenda names

    Example: A resolution that was tabled too late for the agenda
      Given resolution R2 is tabled
      When the vote on resolution R2 is opened in the meeting on resolution R1
      Then the vote is refused because the agenda does not name the resolution
