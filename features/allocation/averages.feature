Feature: Averages of a period
  Homes are counted on a day, and a year has many days. A key says whether the last count of the period stands for all
  of it or whether the counts of its months are averaged; and whoever reads a share can do the sum again.

  Rule: The last count of the period stands for all of it unless the key averages it

    Example: Brume has ten more homes at the end of March
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared by homes, over each quarter
      And the homes of December 2025
        | member | homes |
        | Aval   | 100   |
        | Brume  | 100   |
        | Cime   | 90    |
      And the homes of March 2026
        | member | homes |
        | Brume  | 110   |
      When 300.00 EUR of "Heating" is allocated for March 2026
      Then the members bear
        | member | share | part       |
        | Aval   | 1/3   | 100.00 EUR |
        | Brume  | 11/30 | 110.00 EUR |
        | Cime   | 3/10  | 90.00 EUR  |

    Example: Averaged, they count for the one month in three that had them
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared by homes, over each quarter, homes averaged
      And the homes of December 2025
        | member | homes |
        | Aval   | 100   |
        | Brume  | 100   |
        | Cime   | 90    |
      And the homes of March 2026
        | member | homes |
        | Brume  | 110   |
      When 880.00 EUR of "Heating" is allocated for March 2026
      Then the members bear
        | member | share | part       |
        | Aval   | 15/44 | 300.00 EUR |
        | Brume  | 31/88 | 310.00 EUR |
        | Cime   | 27/88 | 270.00 EUR |

  Rule: In an average each month weighs what the season and the presence of the member give it

    Background:
      Given Aval, Brume and Cime cooperate under Confluence, counting presence by days
      And Aval provides "Heating" to Aval, Brume and Cime, shared by homes, over each quarter, homes averaged, its months weighing
        | January | February | March | April | May | June | July | August | September | October | November | December |
        | 170     | 150      | 130   | 80    | 40  | 40/3 | 40/3 | 40/3   | 30        | 80      | 120      | 160      |
      And the homes of December 2025
        | member | homes |
        | Aval   | 100   |
        | Brume  | 100   |
        | Cime   | 100   |
      And the homes of February 2026
        | member | homes |
        | Cime   | 180   |
      And Cime benefits from "Heating" until 14 February 2026

    Example: Cime had 180 homes in the half month before it left
      Given the homes of March 2026
        | member | homes |
        | Brume  | 110   |
      When 1,218.00 EUR of "Heating" is allocated for March 2026
      Then the members bear
        | member | share    | part       |
        | Aval   | 75/203   | 450.00 EUR |
        | Brume  | 463/1218 | 463.00 EUR |
        | Cime   | 305/1218 | 305.00 EUR |

    Example: The explanation gives each count with its date, and the sum
      When 1,205.00 EUR of "Heating" is allocated for March 2026
      Then Cime is told of its share of "Heating" for March 2026
        | sentence                                                                                              |
        | The months weigh 2026-01 170, 2026-02 150, 2026-03 130, together 450.                                 |
        | Cime's presence, from 2026-01 to 2026-03: (170 × 1 + 150 × 1/2 + 130 × 0) / 450 = 49/90.              |
        | homes of Cime at the end of each month: 100 of 2025-12-31 for 2026-01, 180 of 2026-02-28 for 2026-02. |
        | homes of Cime in the mean: (170 × 100 + 75 × 180) / (170 + 75) = 6100/49.                             |

  Rule: Every month of an average has a count up to its end

    Example: Nobody counted before February
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared by homes, over each quarter, homes averaged
      And the homes of February 2026
        | member | homes |
        | Aval   | 100   |
        | Brume  | 100   |
        | Cime   | 90    |
      When 880.00 EUR of "Heating" is allocated for March 2026
      Then the run is refused because a missing reading is not zero

  Rule: Only what the key counts at a date is averaged

    Example: What is not averaged, and why
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared half equally and half by calls, over each quarter
      When "Heating" is shared half equally and half by calls from April 2026, <measure> averaged
      Then the key is refused because <reason>

      Examples:
        | case                           | measure | reason                                        |
        | calls are added over the month | calls   | what is counted over a month is not averaged  |
        | homes have no part in the key  | homes   | what the key does not count has no average    |

    Example: A month alone has nothing to be averaged
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared by homes
      When "Heating" is shared by homes from April 2026, homes averaged
      Then the key is refused because a contract by the month has no average

  Rule: What a key averages is decided with the key

    Example: Resolution R1 averages the homes from the second quarter
      Given Aval, Brume and Cime cooperate under Confluence
      And Aval provides "Heating" to Aval, Brume and Cime, shared by homes, over each quarter
      And the homes of March 2026
        | member | homes |
        | Aval   | 100   |
        | Brume  | 100   |
        | Cime   | 100   |
      And the homes of May 2026
        | member | homes |
        | Cime   | 160   |
      And resolution R1 has shared "Heating" by homes from April 2026, homes averaged
      When 340.00 EUR of "Heating" is allocated for June 2026
      Then the members bear
        | member | share | part       |
        | Aval   | 5/17  | 100.00 EUR |
        | Brume  | 5/17  | 100.00 EUR |
        | Cime   | 7/17  | 140.00 EUR |
