package read

// written are dates as records have them, and how each is read on 2 November 2026.
const written = `
22.05/16                               | day 2016-05-22
22-5-16                                | day 2016-05-22
22/05/2016                             | day 2016-05-22
22nd May 2016                          | day 2016-05-22
Sun 22 May 16                          | day 2016-05-22
Sunday 22nd of May, 2016               | day 2016-05-22
May 22 2016                            | day 2016-05-22
2016 May 22                            | day 2016-05-22
2016-05-22T10:30                       | day 2016-05-22 at 10:30
2016-05-22T00:00:00Z                   | day 2016-05-22
20160522                               | day 2016-05-22
22052016                               | day 2016-05-22
2052016                                | day 2016-05-02 ?
220516                                 | day 2016-05-22 ?
?22 may 2016                           | day 2016-05-22 ?
22 May 2016?                           | day 2016-05-22 ?
(approx) 22/5/16                       | day 2016-05-22 ?
~22/5/16                               | day 2016-05-22 ?
on or around 12 March 2019             | day 2019-03-12 ?
c. March 2019                          | month 2019-03-01..2019-03-31 ?
c March 2019                           | month 2019-03-01..2019-03-31 ?
c.2018                                 | year 2018-01-01..2018-12-31 ?
circa 2018                             | year 2018-01-01..2018-12-31 ?
March 2019-ish                         | month 2019-03-01..2019-03-31 ?
March 2019 (exact date unknown)        | month 2019-03-01..2019-03-31 ?
late March 2023                        | range 2023-03-21..2023-03-31 ?
early March 2023                       | range 2023-03-01..2023-03-10 ?
mid-March 2023                         | range 2023-03-11..2023-03-20 ?
mid to late March 2019                 | range 2019-03-11..2019-03-31 ?
end of 2016 to start of 2017           | range 2016-09-01..2017-04-30 ?
early 2016                             | range 2016-01-01..2016-04-30 ?
second half of 2016                    | range 2016-07-01..2016-12-31 ?
March/April 2019                       | range 2019-03-01..2019-04-30
Dec/Jan 2019                           | range 2018-12-01..2019-01-31
Dec 2018/Jan 2019                      | range 2018-12-01..2019-01-31
May & June 2016                        | range 2016-05-01..2016-06-30
12-14 March 2019                       | range 2019-03-12..2019-03-14
12th-14th March 2019                   | range 2019-03-12..2019-03-14
12, 13 and 14 March 2019               | range 2019-03-12..2019-03-14 ?
12 or 13 March 2019                    | range 2019-03-12..2019-03-13 ?
12 March – 2 April 2019              | range 2019-03-12..2019-04-02
31 Dec - 2 Jan 2020                    | range 2019-12-31..2020-01-02
22-24/05/2016                          | range 2016-05-22..2016-05-24
22/23 May 2016                         | range 2016-05-22..2016-05-23
22.05-24.05.2016                       | range 2016-05-22..2016-05-24
22/05/16-24/05/16                      | range 2016-05-22..2016-05-24
22/05/16, 24/05/16 and 26/05/16        | range 2016-05-22..2016-05-26 ?
22/05/16 24/05/16                      | range 2016-05-22..2016-05-24 ?
May 12 - June 3 2019                   | range 2019-05-12..2019-06-03
05/06/2016 - 05/25/2016                | range 2016-05-06..2016-05-25
between 3 and 9 June 2018              | range 2018-06-03..2018-06-09
from 2016 to 2018                      | range 2016-01-01..2018-12-31
2016-2018                              | range 2016-01-01..2018-12-31
1 May 2016 08:00 to 2 May 2016 07:00   | range 2016-05-01..2016-05-02 at 08:00 to 07:00
w/c 4 June 2018                        | range 2018-06-04..2018-06-10
week commencing 04/06/18               | range 2018-06-04..2018-06-10
week of 6 June 2018                    | range 2018-06-04..2018-06-10
w/e 10 June 2018                       | range 2018-06-04..2018-06-10
weekend of 2 June 2018                 | range 2018-06-02..2018-06-03
weekend of 3 June 2018                 | range 2018-06-02..2018-06-03
1st week of June 2018                  | range 2018-06-01..2018-06-07 ?
last week of June 2018                 | range 2018-06-24..2018-06-30 ?
winter 2020                            | season 2020-12-01..2021-02-28
winter 2020/21                         | season 2020-12-01..2021-02-28
winter of 2020                         | season 2020-12-01..2021-02-28
spring 2019                            | season 2019-03-01..2019-05-31
Summer 2019                            | season 2019-06-01..2019-08-31
autumn '19                             | season 2019-09-01..2019-11-30
2019 autumn                            | season 2019-09-01..2019-11-30
spring/summer 2019                     | range 2019-03-01..2019-08-31
spring term 2019                       | range 2019-01-05..2019-04-10 ?
summer term 2018                       | range 2018-04-10..2018-06-30 ?
autumn term 2018/19                    | range 2018-08-15..2018-12-23 ?
spring term 2018/19                    | range 2019-01-05..2019-04-10 ?
Term 2 2018/19                         | range 2018-10-15..2018-12-23 ?
school year 2018/19                    | range 2018-08-15..2019-06-30 ?
FY 2018/19                             | range 2018-04-01..2019-03-31
summer holidays 2018                   | range 2018-06-25..2018-08-20 ?
October week 2019                      | range 2019-10-05..2019-10-25 ?
Easter holidays 2019                   | range 2019-04-05..2019-05-05 ?
Q1 2019                                | range 2019-01-01..2019-03-31 ?
Christmas 2019                         | range 2019-12-24..2019-12-26 ?
Christmas Day 2019                     | day 2019-12-25
Hogmanay 2019                          | day 2019-12-31
New Year 2020                          | range 2019-12-31..2020-01-02 ?
Easter 2018                            | range 2018-03-30..2018-04-02 ?
Easter Monday 2018                     | day 2018-04-02
Good Friday 2024                       | day 2024-03-29
before 2015                            | before ..2014-12-31
prior to March 2019                    | before ..2019-02-28
pre-2015                               | before ..2014-12-31
by June 2017                           | before ..2017-06-30
June 2017 or earlier                   | before ..2017-06-30
after May 2018                         | after 2018-06-01..
post 22/05/2016                        | after 2016-05-23..
since 2014                             | after 2014-01-01..
2014 onwards                           | after 2014-01-01..
2014 -                                 | after 2014-01-01.. ?
2014 to present                        | after 2014-01-01..
from 22/05/2016 onwards                | after 2016-05-22..
22.5.2016 - ongoing                    | after 2016-05-22..
shortly after 22/05/2016               | after 2016-05-23.. ?
pre-birth                              | unknown ?
unknown                                | unknown ?
n/k                                    | unknown ?
N/A                                    | unknown ?
not known                              | unknown ?
date unknown                           | unknown ?
undated                                | unknown ?
?                                      | unknown ?
tbc                                    | unknown ?
??/??/2016                             | year 2016-01-01..2016-12-31 ?
??/05/2016                             | month 2016-05-01..2016-05-31 ?
xx/05/2016                             | month 2016-05-01..2016-05-31 ?
2?/05/2016                             | month 2016-05-01..2016-05-31 ?
201?                                   | range 2010-01-01..2019-12-31 ?
2016                                   | year 2016-01-01..2016-12-31
2018?                                  | year 2018-01-01..2018-12-31 ?
2016/17                                | range 2016-04-01..2017-06-30 ?
2016-17                                | range 2016-04-01..2017-06-30 ?
2011/12                                | range 2011-04-01..2012-06-30 ?
2011-12                                | month 2011-12-01..2011-12-31
1990s                                  | range 1990-01-01..1999-12-31
the 90s                                | range 1990-01-01..1999-12-31
early 1990s                            | range 1990-01-01..1993-05-01 ?
mid 2017                               | range 2017-05-01..2017-08-31 ?
Febuary 2016                           | month 2016-02-01..2016-02-29
22 Septmeber 2016                      | day 2016-09-22
1 Sept 2016                            | day 2016-09-01
Janurary 2016                          | month 2016-01-01..2016-01-31
22 Cèitean 2016                       | day 2016-05-22
3 an t-Sultain 2016                    | day 2016-09-03
22.V.2016                              | day 2016-05-22
first of May 2016                      | day 2016-05-01
twenty-first of May 2016               | day 2016-05-21
the 3rd of June 2017                   | day 2017-06-03
22/05/16 14:30                         | day 2016-05-22 at 14:30
14:30 22/05/16                         | day 2016-05-22 at 14:30
2.30pm on 22/5/16                      | day 2016-05-22 at 14:30
22/05/16 2.30pm                        | day 2016-05-22 at 14:30
22/05/16 1430hrs                       | day 2016-05-22 at 14:30
22/05/16 14.30                         | day 2016-05-22 at 14:30
22/05/16 1430                          | day 2016-05-22 at 14:30
22/05/16 am                            | day 2016-05-22 at am
22/5/16 evening                        | day 2016-05-22 at evening
early hours of 22/05/16                | day 2016-05-22 at early hours
22 May 2016 10am - 12pm                | day 2016-05-22 at 10:00 to 12:00
22/05/2016 00:00                       | day 2016-05-22
22 May 2016                          | day 2016-05-22
２２/０５/２０１６             | day 2016-05-22
22–05–2016                         | day 2016-05-22
22 May 2016.                           | day 2016-05-22
'22/05/2016                            | day 2016-05-22
22/05/2016 (Sunday)                    | day 2016-05-22
Mon 22 May 2016                        | day 2016-05-22 ?
22 / 05 / 2016                         | day 2016-05-22
22_05_2016                             | day 2016-05-22
Date: 22/05/16                         | day 2016-05-22
22/O5/2016                             | day 2016-05-22 ?
42512                                  | day 2016-05-22
May 16                                 | month 2016-05-01..2016-05-31 ?
May-16                                 | month 2016-05-01..2016-05-31
May 98                                 | month 1998-05-01..1998-05-31
05/16                                  | month 2016-05-01..2016-05-31 ?
05/2016                                | month 2016-05-01..2016-05-31
2016-05                                | month 2016-05-01..2016-05-31
12/3/45                                | day 1945-03-12
31/3/27                                | day 1927-03-31
05/22/2016                             | day 2016-05-22
05/06/2016                             | day 2016-06-05
29 Feb 2020                            | day 2020-02-29
1 January 2199                         | day 2199-01-01
22/05                                  | refused: The year is missing. -> hint
22 May                                 | refused: The year is missing. -> hint
05/06                                  | refused: The year is missing. -> hint
Sunday                                 | refused: There is a day of the week, but no date. -> hint
aged 5                                 | refused: This is not a date that can be read. -> hint
banana                                 | refused: This is not a date that can be read. -> hint
see above                              | refused: This is not a date that can be read. -> hint
14:30                                  | refused: There is a time of day, but no date. -> hint
31/02/2017                             | refused: February 2017 has no day 31. -> February 2017
29/02/2019                             | refused: February 2019 has no day 29. -> February 2019
13/13/2016                             | refused: There is no month 13. -> 2016
00/05/2016                             | refused: May 2016 has no day 0. -> May 2016
22/05/216                              | refused: The year has two or four digits. -> hint
22/05/1016                             | refused: The year 1016 cannot be meant. -> hint
99/99/9999                             | refused: The year 9999 cannot be meant. -> hint
1/2/3                                  | refused: The year has two or four digits. -> hint
22/05/16 Home visit                    | refused: This is not a date that can be read. -> 22 May 2016
22/05/2016 to 20/05/2016               | refused: The last day comes before the first. -> 20 May 2016 to 22 May 2016
`
