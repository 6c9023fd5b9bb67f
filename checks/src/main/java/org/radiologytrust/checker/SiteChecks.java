package org.radiologytrust.checker;

import java.util.List;
import java.util.ServiceLoader;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.checks.ReportCheck;

/** The checks that jars on the class path bring. */
public final class SiteChecks {
  private SiteChecks() {}

  /**
   * All of them, in the order of the class path.
   *
   * @throws java.util.ServiceConfigurationError if a jar names a class that does not implement
   *     {@link ReportCheck}
   */
  public static List<Check> onClassPath() {
    return ServiceLoader.load(ReportCheck.class).stream()
        .map(ServiceLoader.Provider::get)
        .<Check>map(SiteCheck::new)
        .toList();
  }
}
