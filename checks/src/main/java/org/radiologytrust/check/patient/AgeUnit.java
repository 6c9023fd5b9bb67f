package org.radiologytrust.check.patient;

/** A unit of age, with how far a stated age may be from the true one. */
enum AgeUnit {
  YEARS(365.2425, 1),
  MONTHS(30.436875, 2),
  WEEKS(7, 3),
  DAYS(1, 7);

  private final double days;
  private final int tolerance;

  AgeUnit(double days, int tolerance) {
    this.days = days;
    this.tolerance = tolerance;
  }

  /** The lowest age in days that a statement of {@code n} units can mean. */
  double from(int n) {
    return (n - tolerance) * days - 1;
  }

  /** The highest age in days that a statement of {@code n} units can mean. */
  double to(int n) {
    return (n + 1 + tolerance) * days + 1;
  }
}
