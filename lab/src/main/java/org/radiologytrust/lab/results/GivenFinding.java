package org.radiologytrust.lab.results;

import org.radiologytrust.model.Texts;

/** A finding from the findings step. */
public record GivenFinding(String description, String location, double probability) {
  public GivenFinding {
    description = Texts.orEmpty(description);
    location = Texts.orEmpty(location);
  }
}
