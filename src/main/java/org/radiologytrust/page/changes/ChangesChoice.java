package org.radiologytrust.page.changes;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.journal.reviews.FinalReports;
import org.radiologytrust.page.door.FilterValues;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.Since;
import org.radiologytrust.text.changes.ChangeKind;

/**
 * The changes that a person lists. It is kept in the session.
 *
 * @param kind code of a class; empty for all
 */
record ChangesChoice(String kind, String modality, Since since) {
  private static final ChangesChoice FIRST = new ChangesChoice("", "", Since.MONTH);

  static ChangesChoice of(PageRequest request) {
    return request.kept(ChangesChoice.class).orElse(FIRST);
  }

  static ChangesChoice filled(PageRequest form) {
    return new ChangesChoice(
        form.field("kind"), FilterValues.of(form.field("modality")), Since.of(form.field("since")));
  }

  /** Empty for all, and for a class that does not exist. */
  Optional<ChangeKind> chosen() {
    return Stream.of(ChangeKind.values()).filter(k -> k.name().equals(kind)).findFirst();
  }

  FinalReports.Filter filter(Instant now) {
    return new FinalReports.Filter(modality, since.before(now));
  }
}
