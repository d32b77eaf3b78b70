Feature: What if it had been decided otherwise
  A board answers for what it decided, so it asks what each member would bear without it. The whole history is
  played again with the change, by the same rules and from the same documents, readings and ballots.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "Call platform" to Aval, Brume and Cime, shared by calls
    And the calls of January 2026
      | member | calls |
      | Aval   | 3     |
      | Brume  | 2     |
      | Cime   | 5     |
    And the homes of January 2026
      | member | homes |
      | Aval   | 500   |
      | Brume  | 300   |
      | Cime   | 200   |

  Rule: A decision is weighed against the same history without it

    Example: A key by homes and calls, against calls alone
      Given resolution R1, decided on 5 January 2026, shares "Call platform" by homes for 2/5 and by calls for 3/5 from January 2026
      And resolution R1 has been adopted on 5 January 2026
      And 1,000.00 EUR of "Call platform" has been allocated for January 2026
      When somebody supposes that resolution R1 was refused
      Then the members would bear
        | member | recorded   | supposed   | difference  | exactly in cents |
        | Aval   | 380.00 EUR | 300.00 EUR | -80.00 EUR  | -8000            |
        | Brume  | 240.00 EUR | 200.00 EUR | -40.00 EUR  | -4000            |
        | Cime   | 380.00 EUR | 500.00 EUR | +120.00 EUR | 12000            |

    Example: A key that was rejected
      Given resolution R1, decided on 5 January 2026, shares "Call platform" equally from January 2026
      And resolution R1 has been rejected on 5 January 2026
      And 100.00 EUR of "Call platform" has been allocated for January 2026
      When somebody supposes that resolution R1 was adopted
      Then the members would bear
        | member | recorded  | supposed  | difference | exactly in cents |
        | Aval   | 30.00 EUR | 33.34 EUR | +3.34 EUR  | 1000/3           |
        | Brume  | 20.00 EUR | 33.33 EUR | +13.33 EUR | 4000/3           |
        | Cime   | 50.00 EUR | 33.33 EUR | -16.67 EUR | -5000/3          |

    Example: What is so already is not supposed
      Given resolution R1, decided on 5 January 2026, shares "Call platform" equally from January 2026
      And resolution R1 has been rejected on 5 January 2026
      When somebody supposes that resolution R1 was refused
      Then the question is refused because it was decided so

  Rule: Cost whose contract falls away is allocated to nobody

    Example: The decision that opened the contract
      Given resolution R1, decided on 5 January 2026, opens a contract for "Land prospecting"
      And resolution R1 has been adopted on 5 January 2026
      And 90.00 EUR of "Land prospecting" has been allocated for January 2026
      When somebody supposes that resolution R1 was refused
      Then 90.00 EUR of "Land prospecting" would be allocated to nobody
      And the run of "Land prospecting" for January 2026 would be refused: "there is no contract Land prospecting"

  Rule: A contract can be supposed to share by other terms from a month on

    Example: Another key from February
      Given the calls of February 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 5     |
      And 100.00 EUR of "Call platform" has been allocated for January 2026
      And 100.00 EUR of "Call platform" has been allocated for February 2026
      When somebody supposes that "Call platform" was shared equally from February 2026
      Then the members would bear
        | member | recorded   | supposed  | difference | exactly in cents |
        | Aval   | 60.00 EUR  | 63.34 EUR | +3.34 EUR  | 1000/3           |
        | Brume  | 40.00 EUR  | 53.33 EUR | +13.33 EUR | 4000/3           |
        | Cime   | 100.00 EUR | 83.33 EUR | -16.67 EUR | -5000/3          |

    Example: Another rounding moves a cent, and no exact part
      Given the calls of February 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 5     |
      And 0.01 EUR of "Call platform" has been allocated for January 2026
      And 0.01 EUR of "Call platform" has been allocated for February 2026
      When somebody supposes that each month of "Call platform" was rounded by itself from January 2026
      Then the members would bear
        | member | recorded | supposed | difference | exactly in cents |
        | Aval   | 0.01 EUR | 0.00 EUR | -0.01 EUR  | 0                |
        | Brume  | 0.00 EUR | 0.00 EUR | 0.00 EUR   | 0                |
        | Cime   | 0.01 EUR | 0.02 EUR | +0.01 EUR  | 0                |

    Example: A key that counts what was not counted
      Given the calls of February 2026
        | member | calls |
        | Aval   | 3     |
        | Brume  | 2     |
        | Cime   | 5     |
      And 100.00 EUR of "Call platform" has been allocated for January 2026
      When somebody supposes that "Call platform" was shared by lots from January 2026
      Then the run of "Call platform" for January 2026 would be refused: "lots of Aval for 2026-01 is missing, and contract Call platform is shared by it"
      And 100.00 EUR of "Call platform" would be allocated to nobody

  Rule: A member can be supposed never admitted, or admitted earlier with what it would have counted

    Example: Never admitted
      Given the agreement has admitted Dune, which bears costs from 1 January 2026
      And Dune has signed its accession on 2 January 2026
      And Dune has reported 10 calls for January 2026
      And 200.00 EUR of "Call platform" has been allocated for January 2026
      When somebody supposes that Dune was never admitted
      Then the members would bear
        | member | recorded   | supposed   | difference  | exactly in cents |
        | Aval   | 30.00 EUR  | 60.00 EUR  | +30.00 EUR  | 3000             |
        | Brume  | 20.00 EUR  | 40.00 EUR  | +20.00 EUR  | 2000             |
        | Cime   | 50.00 EUR  | 100.00 EUR | +50.00 EUR  | 5000             |
        | Dune   | 100.00 EUR | 0.00 EUR   | -100.00 EUR | -10000           |

    Example: Admitted earlier
      Given 200.00 EUR of "Call platform" has been allocated for January 2026
      And the agreement has admitted Dune, which bears costs from 1 February 2026
      And Dune has signed its accession on 20 January 2026
      When somebody supposes that Dune bears costs from 1 January 2026, having counted 10 calls in January 2026
      Then the members would bear
        | member | recorded   | supposed   | difference  | exactly in cents |
        | Aval   | 60.00 EUR  | 30.00 EUR  | -30.00 EUR  | -3000            |
        | Brume  | 40.00 EUR  | 20.00 EUR  | -20.00 EUR  | -2000            |
        | Cime   | 100.00 EUR | 50.00 EUR  | -50.00 EUR  | -5000            |
        | Dune   | 0.00 EUR   | 100.00 EUR | +100.00 EUR | 10000            |

    Example: Admitted earlier, and nobody knows what it would have counted
      Given 200.00 EUR of "Call platform" has been allocated for January 2026
      And the agreement has admitted Dune, which bears costs from 1 February 2026
      And Dune has signed its accession on 20 January 2026
      When somebody supposes that Dune bears costs from 1 January 2026
      Then the question is refused because its readings are not supplied

  Rule: A document can be supposed withdrawn

    Example: One invoice of two
      Given invoice F-1 of "Eaux Vives" over 100.00 EUR for "Call platform" in January 2026 has come in
      And 50.00 EUR of "Call platform" has been allocated for January 2026
      When somebody supposes that invoice F-1 of "Eaux Vives" was withdrawn
      Then the members would bear
        | member | recorded  | supposed  | difference | exactly in cents |
        | Aval   | 45.00 EUR | 15.00 EUR | -30.00 EUR | -3000            |
        | Brume  | 30.00 EUR | 10.00 EUR | -20.00 EUR | -2000            |
        | Cime   | 75.00 EUR | 25.00 EUR | -50.00 EUR | -5000            |

  Rule: Nothing of what is supposed is recorded

    Example: The log stands where it stood
      Given 100.00 EUR of "Call platform" has been allocated for January 2026
      When somebody supposes that "Call platform" was shared equally from January 2026
      Then nothing is recorded
