package org.radiologytrust.lab.results;

import java.util.List;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Texts;

/** A finding from the findings step. */
public record GivenFinding(String description, String location, double probability) {
  public GivenFinding {
    description = Texts.orEmpty(description);
    location = Texts.orEmpty(location);
  }

  /** The findings on all images of an audit. */
  public static List<GivenFinding> of(Audit audit) {
    return audit.reads().stream()
        .flatMap(r -> r.findings().stream())
        .map(f -> new GivenFinding(f.description(), f.location(), f.confidence()))
        .toList();
  }
}
