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
  opens org.radiologytrust.check.arithmetic to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.check.completeness to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.check.earlier to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.check.exam to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.check.form to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.check.patient to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.check.tables to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.check.past to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.check.within to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.model to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.text.measures to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.text.mentions to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.text.sections to
      com.fasterxml.jackson.databind;
  opens org.radiologytrust.text.words to
      com.fasterxml.jackson.databind;
}
