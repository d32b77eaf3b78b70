Feature: What agreements and amendments lay down
  What all members sign is the strongest authority there is, and it is held to its words: what the signed text
  says is carried out with the last signature, once, and nothing else is done in its name.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared equally

  Rule: An amendment carries out what it lays down once all have signed it

    Example: Before the last signature nothing has changed
      Given amendment 1 lays down that "Call platform" is shared by calls from April 2026
      When Aval and Brume sign amendment 1 on 20 March 2026
      Then "Call platform" has 1 key
      And amendment 1 is to be signed, and what it lays down is proposed

    Example: With the last signature the key stands on the amendment
      Given amendment 1 lays down that "Call platform" is shared by calls from April 2026
      When Aval, Brume and Cime sign amendment 1 on 20 March 2026
      Then the keys of "Call platform" are
        | version | effective_from | authority                   |
        | 1       | 2026-01        | agreement Confluence        |
        | 2       | 2026-04        | amendment 1 of Confluence   |
      And amendment 1 is in force, and what it lays down is carried out

    Example: What it could not carry out stays visible
      Given amendment 1 lays down that "Land office" is shared by calls from April 2026
      When Aval, Brume and Cime sign amendment 1 on 20 March 2026
      Then amendment 1 is in force, and what it lays down is refused

  Rule: In the name of a signed text only what it says is done

    Example: Another key than the one that was signed
      Given amendment 1 lays down that "Call platform" is shared by calls from April 2026
      And Aval, Brume and Cime have signed amendment 1 on 20 March 2026
      When somebody shares "Call platform" by homes from April 2026, naming amendment 1
      Then the key is refused because the resolution does not enact this

    Example: The same key a second time
      Given amendment 1 lays down that "Call platform" is shared by calls from April 2026
      And Aval, Brume and Cime have signed amendment 1 on 20 March 2026
      When somebody shares "Call platform" by calls from April 2026, naming amendment 1
      Then the key is refused because an enactment is carried out once

  Rule: An amendment that a resolution orders is adopted, and not in force before all have signed

    Example: The members have voted and have yet to sign
      Given resolution R1 orders amendment 1, by which "Call platform" is shared by calls from April 2026
      When resolution R1 is adopted on 5 January 2026
      Then the enactments of resolution R1 stand thus
        | enactment | state                 | because                      |
        | 1         | adopted, not in force | amendment 1 is signed by all |
      And "Call platform" has 1 key

    Example: The last signature carries the resolution out
      Given resolution R1 orders amendment 1, by which "Call platform" is shared by calls from April 2026
      And resolution R1 has been adopted on 5 January 2026
      When Aval, Brume and Cime sign amendment 1 on 20 March 2026
      Then the enactments of resolution R1 stand thus
        | enactment | state       | because |
        | 1         | carried out |         |
      And "Call platform" has 2 keys

  Rule: An agreement opens the contracts that it lays down when its last party signs

    Example: Charter and contract come with the signatures
      Given Estuary, drafted between Aval and Dune, lays down a charter and a contract for "Land office"
      When Aval and Dune sign Estuary on 15 December 2025
      Then "Land office" benefits Aval and Dune
      And the charter of Estuary and the contract for "Land office" stand on agreement Estuary

  Rule: Who withdraws keeps its notice

    Example: Six months' notice from 20 March 2026
      When <reason> of Cime, notified on 20 March 2026, ends its costs on <day>
      Then Cime bears costs until <day>

      Examples:
        | case                           | reason     | day               |
        | the last day of its notice     | withdrawal | 20 September 2026 |
        | the others exclude it          | exclusion  | 31 March 2026     |
        | the others let it go at once   | release    | 31 March 2026     |

    Example: A day before its notice is over
      When withdrawal of Cime, notified on 20 March 2026, ends its costs on 19 September 2026
      Then the departure is refused because who withdraws keeps its notice
