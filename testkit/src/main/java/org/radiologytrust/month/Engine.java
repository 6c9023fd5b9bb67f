package org.radiologytrust.month;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.text.sections.Segmenter;

/** The product's parts that audit a report without a model. */
record Engine(Segmenter segmenter, RuleClaims claims, Checks checks) {
  static final String VERSION = "0.2.0";

  static Engine of(SiteFiles files) {
    return new Engine(Segmenter.of(files), new RuleClaims(files), new Checks(files));
  }

  /** A run that begins. */
  record Begun(UUID run, Report report, List<EarlierReport> earlier, Instant at) {
    Audit.Builder audit() {
      return Audit.of(run, report).earlier(earlier).started(at).engineVersion(VERSION);
    }
  }

  /** The audit after the checks, without an end. */
  Audit checked(Begun begun) {
    return checks.check(claims.claims(segmenter.segment(begun.audit().build())));
  }
}
