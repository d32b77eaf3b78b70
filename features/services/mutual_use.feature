Feature: Services that use each other
  The call platform works on the computers of the IT desk, and the IT desk takes its calls through the platform.
  Whoever bears the cost of one service then bears a part of the other, so services settle with each other first.

  Background:
    Given Aval, Brume and Cime cooperate under Confluence
    And Aval provides "IT desk" to Aval, Brume and Cime, shared by hours
    And Aval also provides "Call platform" to Aval, Brume and Cime, shared by calls

  Rule: A service bears what it uses of another before its members share its cost

    Example: Step-down closes the services in the order that was decided
      Given from January 2026 services bear what they use of each other, step-down
        | service       | counted by |
        | IT desk       | hours      |
        | Call platform | calls      |
      And what was used in January 2026
        | by            | hours | calls |
        | Aval          | 30    | 40    |
        | Brume         | 20    | 40    |
        | Cime          | 0     | 30    |
        | IT desk       | 0     | 20    |
        | Call platform | 50    | 0     |
      And what services cost in January 2026
        | service       | cost       |
        | IT desk       | 100.00 EUR |
        | Call platform | 60.00 EUR  |
      When January 2026 is closed
      Then the services bear of each other
        | service | used by       | exact cents | moved     |
        | IT desk | Call platform | 5000        | 50.00 EUR |
      And in all the members have borne of "IT desk"
        | member | part      |
        | Aval   | 30.00 EUR |
        | Brume  | 20.00 EUR |
        | Cime   | 0.00 EUR  |
      And in all the members have borne of "Call platform"
        | member | part      |
        | Aval   | 40.00 EUR |
        | Brume  | 40.00 EUR |
        | Cime   | 30.00 EUR |

    Example: Reciprocal services settle all at once, and no cent is lost
      Given from January 2026 services bear what they use of each other, reciprocal
        | service       | counted by |
        | IT desk       | hours      |
        | Call platform | calls      |
      And what was used in January 2026
        | by            | hours | calls |
        | Aval          | 30    | 40    |
        | Brume         | 20    | 40    |
        | Cime          | 0     | 0     |
        | IT desk       | 0     | 20    |
        | Call platform | 50    | 0     |
      And what services cost in January 2026
        | service       | cost      |
        | IT desk       | 90.00 EUR |
        | Call platform | 60.00 EUR |
      When January 2026 is closed
      Then the services bear of each other
        | service       | used by       | exact cents | moved     |
        | Call platform | IT desk       | 7000/3      | 23.33 EUR |
        | IT desk       | Call platform | 17000/3     | 56.67 EUR |
      And in all the members have borne of "IT desk"
        | member | part      |
        | Aval   | 34.00 EUR |
        | Brume  | 22.66 EUR |
        | Cime   | 0.00 EUR  |
      And in all the members have borne of "Call platform"
        | member | part      |
        | Aval   | 46.67 EUR |
        | Brume  | 46.67 EUR |
        | Cime   | 0.00 EUR  |

    Example: Direct leaves out what services use of each other
      Given from January 2026 services bear what they use of each other, direct
        | service | counted by |
        | IT desk | hours      |
      And what was used in January 2026
        | by            | hours | calls |
        | Aval          | 30    | 40    |
        | Brume         | 20    | 40    |
        | Cime          | 0     | 0     |
        | Call platform | 50    | 0     |
      And what services cost in January 2026
        | service | cost      |
        | IT desk | 90.00 EUR |
      When January 2026 is closed
      Then no service bears another's cost
      And in all the members have borne of "IT desk"
        | member | part      |
        | Aval   | 54.00 EUR |
        | Brume  | 36.00 EUR |
        | Cime   | 0.00 EUR  |

  Rule: Whoever provides a service owes for what it uses of another's, and recharges it

    Example: Brume's platform uses the IT desk of Aval
      Given Brume provides "Switchboard" too, which used half of the IT desk's hours in January 2026
      And what services cost in January 2026
        | service     | cost       |
        | IT desk     | 100.00 EUR |
        | Switchboard | 60.00 EUR  |
      When January 2026 is closed
      Then the books of Brume show
        | role              | counterparty | debit     | credit    |
        | claims on members | Aval         | 36.67 EUR | 0.00 EUR  |
        | recharges         | Aval         | 0.00 EUR  | 36.67 EUR |
        | claims on members | Cime         | 36.66 EUR | 0.00 EUR  |
        | recharges         | Cime         | 0.00 EUR  | 36.66 EUR |
        | shared services   | Aval         | 25.00 EUR | 0.00 EUR  |
        | due to providers  | Aval         | 0.00 EUR  | 25.00 EUR |
        | shared services   | Aval         | 50.00 EUR | 0.00 EUR  |
        | due to providers  | Aval         | 0.00 EUR  | 50.00 EUR |
      And the books of Aval, Brume and Cime balance

  Rule: What comes late moves the difference between the services too

    Example: An invoice of the IT desk after the month was closed
      Given January 2026 was closed, the platform having used half of the IT desk's hours
      And an invoice of 10.00 EUR for "IT desk" in January 2026 has come in
      When January 2026 is closed
      Then the services bear of each other
        | service | used by       | exact cents | moved     |
        | IT desk | Call platform | 5000        | 50.00 EUR |
        | IT desk | Call platform | 5500        | 5.00 EUR  |
      And in all the members have borne of "Call platform"
        | member | part      |
        | Aval   | 57.50 EUR |
        | Brume  | 57.50 EUR |
        | Cime   | 0.00 EUR  |

  Rule: A pool is allocated only once it bears what its service uses

    Example: A run before the services have settled
      Given from January 2026 services bear what they use of each other, step-down
        | service       | counted by |
        | IT desk       | hours      |
        | Call platform | calls      |
      And what was used in January 2026
        | by            | hours | calls |
        | Aval          | 30    | 40    |
        | Brume         | 20    | 40    |
        | Cime          | 0     | 0     |
        | IT desk       | 0     | 20    |
        | Call platform | 50    | 0     |
      And what services cost in January 2026
        | service       | cost       |
        | IT desk       | 100.00 EUR |
        | Call platform | 60.00 EUR  |
      When the run of "Call platform" for January 2026 is posted
      Then the run is refused because services settle with each other first

  Rule: A period is closed in one act that says what is not allocated and why

    Example: Nobody counted what the platform used of the IT desk
      Given from January 2026 services bear what they use of each other, step-down
        | service | counted by |
        | IT desk | hours      |
      And what was used in January 2026
        | by    | hours | calls |
        | Aval  | 30    | 40    |
        | Brume | 20    | 40    |
        | Cime  | 0     | 0     |
      And what services cost in January 2026
        | service       | cost       |
        | IT desk       | 100.00 EUR |
        | Call platform | 60.00 EUR  |
      When January 2026 is closed
      Then these costs are not allocated
        | service       | cost       | because                                                                                |
        | Call platform | 60.00 EUR  | hours of Call platform for 2026-01 is missing, and contract IT desk is shared by it    |
        | IT desk       | 100.00 EUR | hours of Call platform for 2026-01 is missing, and contract IT desk is shared by it    |

    Example: A contract without readings does not keep the others from being allocated
      Given what was used in January 2026
        | by    | hours |
        | Aval  | 30    |
        | Brume | 20    |
        | Cime  | 0     |
      And what services cost in January 2026
        | service       | cost       |
        | IT desk       | 100.00 EUR |
        | Call platform | 60.00 EUR  |
      When January 2026 is closed
      Then these costs are not allocated
        | service       | cost      | because                                                                                  |
        | Call platform | 60.00 EUR | calls of Aval for 2026-01 is missing, and contract Call platform is shared by it         |

  Rule: A month waits while its services have not settled as costs, use and the rule stand, be it posted or not

    Example: A rule that comes after the month was posted
      Given what was used in January 2026
        | by            | hours | calls |
        | Aval          | 30    | 40    |
        | Brume         | 20    | 40    |
        | Cime          | 0     | 0     |
        | Call platform | 50    | 0     |
      And what services cost in January 2026
        | service       | cost       |
        | IT desk       | 100.00 EUR |
        | Call platform | 60.00 EUR  |
      And January 2026 has been closed
      And from January 2026 services bear what they use of each other, step-down
        | service | counted by |
        | IT desk | hours      |
      When somebody asks what of January 2026 is not allocated
      Then it is told
        | service       | waiting  | because                                                                        |
        | Call platform | 0.00 EUR | its services use each other, and their flows are not shared as they stand now |
        | IT desk       | 0.00 EUR | its services use each other, and their flows are not shared as they stand now |

  Rule: How services settle is decided for months to come

    Example: A rule that would reach back
      When on 20 March 2026 services are to bear what they use of each other from February 2026
      Then the rule is refused because what services use is shared for months to come

  Rule: What is supposed of one service moves the members of each that uses it

    Example: An invoice of the IT desk, of which the platform bears half
      Given from January 2026 services bear what they use of each other, step-down
        | service | counted by |
        | IT desk | hours      |
      And what was used in January 2026
        | by            | hours | calls |
        | Aval          | 30    | 4     |
        | Brume         | 20    | 4     |
        | Cime          | 0     | 2     |
        | Call platform | 50    | 0     |
      And invoice F-1 of "Eaux Vives" over 40.00 EUR for "IT desk" in January 2026 has come in
      And what services cost in January 2026
        | service       | cost      |
        | IT desk       | 60.00 EUR |
        | Call platform | 60.00 EUR |
      And January 2026 has been closed
      When somebody supposes that invoice F-1 of "Eaux Vives" was withdrawn
      Then the members would bear of each service
        | service       | member | recorded  | supposed  |
        | Call platform | Aval   | 44.00 EUR | 36.00 EUR |
        | Call platform | Brume  | 44.00 EUR | 36.00 EUR |
        | Call platform | Cime   | 22.00 EUR | 18.00 EUR |
        | IT desk       | Aval   | 30.00 EUR | 18.00 EUR |
        | IT desk       | Brume  | 20.00 EUR | 12.00 EUR |
        | IT desk       | Cime   | 0.00 EUR  | 0.00 EUR  |

    Example: The resolution that let services bear what they use of each other
      Given resolution R1, decided on 5 January 2026, lets services bear what they use of "IT desk" from January 2026
      And resolution R1 has been adopted on 5 January 2026
      And what was used in January 2026
        | by            | hours | calls |
        | Aval          | 30    | 4     |
        | Brume         | 20    | 4     |
        | Cime          | 0     | 2     |
        | Call platform | 50    | 0     |
      And what services cost in January 2026
        | service       | cost       |
        | IT desk       | 100.00 EUR |
        | Call platform | 60.00 EUR  |
      And January 2026 has been closed
      When somebody supposes that resolution R1 was refused
      Then the members would bear of each service
        | service       | member | recorded  | supposed  |
        | Call platform | Aval   | 44.00 EUR | 24.00 EUR |
        | Call platform | Brume  | 44.00 EUR | 24.00 EUR |
        | Call platform | Cime   | 22.00 EUR | 12.00 EUR |
        | IT desk       | Aval   | 30.00 EUR | 60.00 EUR |
        | IT desk       | Brume  | 20.00 EUR | 40.00 EUR |
        | IT desk       | Cime   | 0.00 EUR  | 0.00 EUR  |
