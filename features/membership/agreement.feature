Feature: The cooperation agreement
  Members cooperate without merging, under an agreement that each of them signs after its own board has
  empowered the signatory. Nothing is shared, opened or decided under an agreement that is not in force.

  Background:
    Given Aval, Brume, Cime and Dune are members
    And Confluence is drafted between Aval, Brume and Cime, effective 1 January 2026

  Rule: An agreement is in force once all its parties have signed

    Example: The last signature puts it in force on its effective date
      Given Aval and Brume have signed Confluence on 10 December 2025
      When Cime signs Confluence on 15 December 2025
      Then Confluence is in force from 1 January 2026

    Example: A signature after the effective date delays it
      Given Aval and Brume have signed Confluence on 10 December 2025
      When Cime signs Confluence on 12 January 2026
      Then Confluence is in force from 12 January 2026

    Example: While a signature is missing, no contract is opened under it
      Given Aval and Brume have signed Confluence on 10 December 2025
      When the agreement opens a contract for "Call platform"
      Then the contract is refused because the agreement is not in force

  Rule: A party signs once

    Example: Brume signs again before Cime has signed
      Given Aval and Brume have signed Confluence on 10 December 2025
      When Brume signs Confluence on 11 December 2025
      Then the signature is refused because a party signs once

  Rule: Only its parties sign an agreement

    Example: A stranger does not sign
      When Dune signs Confluence on 10 December 2025
      Then the signature is refused because only those whom the deed names sign it

  Rule: An agreement has at least two parties

    Example: Nobody cooperates alone
      When "Solitude" is drafted between Aval, effective 1 January 2026
      Then the agreement is refused because an agreement has at least two parties

  Rule: An amendment is in force once all members have signed it

    Example: It holds from its own date when all have signed before
      Given Aval, Brume and Cime have signed Confluence on 10 December 2025
      And amendment 1 is drafted, effective 1 April 2026, and signed by Aval and Brume
      When Cime signs amendment 1 on 20 March 2026
      Then amendment 1 is in force from 1 April 2026

    Example: An amendment that one member has not signed puts nothing in force
      Given Aval, Brume and Cime have signed Confluence on 10 December 2025
      And amendment 1 is drafted, effective 1 April 2026, and signed by Aval and Brume
      When amendment 1 opens a contract for "Call platform"
      Then the contract is refused because the agreement is not in force
