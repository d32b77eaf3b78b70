Feature: Starting from another group's agreement
  A cooperation that works asks only to be copied. Its agreement, its charter and its catalogue can be written down
  as a template, with places instead of members; another group takes the places, signs, and shares the same way.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And the charter decides on keys by two thirds of all
    And Aval provides "Call platform" to Aval, Brume and Cime, shared half equally and half by calls

  Rule: A template names places instead of members, and holds nothing of theirs

    Example: Three members are three places
      When Confluence is written down as a template
      Then the template has the places member 1, member 2 and member 3
      And no member, person, signature, budget or reading stands in it

  Rule: What is drafted from a template opens with the signatures of those who take its places

    Example: Drafted and not yet signed
      Given Confluence is written down as a template
      When Delta is drafted from the template elsewhere, with Dune, Brume and Aval in the places
      Then no contract is open there
      And a charter and a contract are proposed there

    Example: With the last signature the charter holds and the contract is open
      Given Confluence is written down as a template
      And Delta is drafted from the template elsewhere, with Dune, Brume and Aval in the places
      When all parties sign Delta there
      Then "Call platform" benefits Dune, Brume and Aval there

    Example: The same cost, counted in the same way, gives the same cents
      Given Confluence is written down as a template
      And Delta is drafted from the template elsewhere, with Dune, Brume and Aval in the places
      And all parties have signed Delta there
      When 100.00 EUR is shared in both groups with 3, 2 and 2 calls
      Then both share it as 38.10 EUR, 30.95 EUR and 30.95 EUR

  Rule: What is there already is not done again

    Example: Started a second time
      Given Confluence is written down as a template
      And Delta is drafted from the template elsewhere, with Dune, Brume and Aval in the places
      When Delta is drafted from the template elsewhere again
      Then nothing more is recorded there

  Rule: What does not fit is refused before anything is done

    Example: A place that nobody takes
      Given Confluence is written down as a template
      When Delta is drafted from the template elsewhere, with only Dune and Brume in the places
      Then the start is refused because every place is taken

    Example: A template that somebody has changed
      Given Confluence is written down as a template
      And somebody has changed the key in the template
      When Delta is drafted from the template elsewhere, with Dune, Brume and Aval in the places
      Then the start is refused because a template is started as it was written
