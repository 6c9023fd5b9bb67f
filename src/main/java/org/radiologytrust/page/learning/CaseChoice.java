package org.radiologytrust.page.learning;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.reviews.LearningCases;
import org.radiologytrust.page.door.FilterValues;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.Since;

/**
 * The cases that a person lists and has chosen for an export. It is kept in the session.
 *
 * @param chosen ids of cases, in order
 */
record CaseChoice(String type, String modality, String user, Since since, List<UUID> chosen) {
  /** So many go into one export. */
  static final int MOST = 50;

  private static final CaseChoice FIRST = new CaseChoice("", "", "", Since.ALL, List.of());

  CaseChoice {
    chosen = List.copyOf(chosen);
  }

  static CaseChoice of(PageRequest request) {
    return request.kept(CaseChoice.class).orElse(FIRST);
  }

  /** After the form of the filters. */
  CaseChoice filtered(PageRequest form) {
    return new CaseChoice(
        FilterValues.of(form.field("type")),
        FilterValues.of(form.field("modality")),
        FilterValues.of(form.field("user")),
        Since.of(form.field("since")),
        chosen);
  }

  /** With these cases in the export, and no others. */
  CaseChoice choosing(List<UUID> cases) {
    Set<UUID> once = new LinkedHashSet<>(cases);
    return new CaseChoice(type, modality, user, since, once.stream().limit(MOST).toList());
  }

  LearningCases.Filter filter(Instant now) {
    return new LearningCases.Filter(type, modality, user, since.before(now));
  }

  boolean filters() {
    return !type.isEmpty() || !modality.isEmpty() || !user.isEmpty() || since != Since.ALL;
  }
}
