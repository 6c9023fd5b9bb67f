/** Checks the text of radiology reports for contradictions and gaps. */
module org.radiologytrust.checks {
  requires com.fasterxml.jackson.annotation;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires java.management;
  requires transitive org.jspecify;

  exports org.radiologytrust.checks;

  uses org.radiologytrust.checks.ReportCheck;
  uses org.radiologytrust.checks.ReportChecker.Builder;

  provides org.radiologytrust.checks.ReportChecker.Builder with
      org.radiologytrust.checker.EngineBuilder;

  // word lists become records
  opens org.radiologytrust.check to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.model to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.text to
      com.fasterxml.jackson.databind;
}
