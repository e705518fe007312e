/** Hours of the day in which a conversation is told nothing of alerts. */
export const QUIET_HOURS: readonly string[] = [
  // Minutes since 00:00 on a clock in that zone.
  `create table quiet_hours (conversation text primary key, from_minute integer not null, to_minute integer not null,
    zone text not null){t}`,
];
