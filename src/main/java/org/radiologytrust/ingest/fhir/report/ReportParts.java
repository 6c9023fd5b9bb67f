package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.radiologytrust.ingest.Explanation.Part;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;

/** The elements of a FHIR message that a report was read from, as the report names them. */
public final class ReportParts {
  private static final String RULE = "shipped";

  private final Set<Part> parts = new LinkedHashSet<>();

  private ReportParts() {}

  public static List<Part> of(Report report) {
    ReportParts all = new ReportParts();
    report.origins().stream()
        .map(Origin::place)
        .distinct()
        .forEach(place -> all.used(place, "text", ""));
    all.used("DiagnosticReport.status", "status " + report.status().code(), report.status().code());
    report.sources().forEach((field, element) -> all.used(element, field.words(), ""));
    for (Author author : report.authors()) {
      String kind = author.kind().name().toLowerCase(Locale.ROOT);
      String role = author.role().name().toLowerCase(Locale.ROOT);
      all.used(
          author.source(),
          role + " by " + (author.kind() == Author.Kind.PERSON ? "a person" : kind),
          author.name());
    }
    for (NotAudited part : report.notAudited()) {
      all.parts.add(new Part("", part.what(), false, "not audited", "", ""));
    }
    return new ArrayList<>(all.parts);
  }

  private void used(String element, String as, String value) {
    parts.add(new Part(element.split("\\.")[0], element, true, as, RULE, value));
  }
}
