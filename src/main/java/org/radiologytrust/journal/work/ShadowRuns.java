package org.radiologytrust.journal.work;

/** Which runs are made in shadow mode. */
final class ShadowRuns {
  /**
   * Whether a run of the version {@code v} is made in shadow mode; the parameter is 1 where this
   * mode is on. A report of which others have an audit stays outside: what they have must not stand
   * there as current while a correction or a withdrawal is kept from them.
   */
  static final String SHADOW =
      """
      case when ? = 1 and not exists (
          select 1 from audit a where a.site = v.site and a.report_id = v.report_id)
        then 1 else 0 end""";

  private ShadowRuns() {}
}
