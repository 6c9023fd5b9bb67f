package org.radiologytrust.page.image;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.page.opened.Identities;
import org.radiologytrust.page.opened.NoImages;

/**
 * What stands beside a report: its images, whose images came in their place, or why there are none.
 * One of the three is not {@code null}.
 */
public record Pane(
    @Nullable ImagePane images, @Nullable Identities identities, @Nullable NoImages none) {
  static Pane of(ImagePane images) {
    return new Pane(images, null, null);
  }

  static Pane of(Identities identities) {
    return new Pane(null, identities, null);
  }

  static Pane of(NoImages none) {
    return new Pane(null, null, none);
  }
}
