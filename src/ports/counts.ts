/** Resources for which this is the only unhealthy recommendation of this control. */
export type Sole = { subscription: string; control: string; recommendation: string; unhealthy: number };
export type Tally = {
  subscription: string;
  recommendation: string;
  healthy: number;
  unhealthy: number;
  notApplicable: number;
};

/** Resources of one type, each counted once: unhealthy with any unhealthy recommendation, else healthy with any healthy one. */
export type TypeCount = { type: string; healthy: number; unhealthy: number; notApplicable: number };
/** One resource fails one recommendation. `resource` tells resources apart, and means nothing else. */
export type Failing = { subscription: string; resource: number; recommendation: string };
