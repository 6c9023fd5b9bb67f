package org.radiologytrust.page.image;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.page.opened.Identities;
import org.radiologytrust.page.opened.NoImages;

/**
 * What stands beside a report: its images, whose images came in their place, or why there are none.
 * One of the three is not {@code null}.
 *
 * @param column whether it has a column of its own; where a site uses no images, a line says why
 *     there are none
 */
public record Pane(
    @Nullable ImagePane images,
    @Nullable Identities identities,
    @Nullable NoImages none,
    boolean column) {
  static Pane of(ImagePane images) {
    return new Pane(images, null, null, true);
  }

  static Pane of(Identities identities) {
    return new Pane(null, identities, null, true);
  }

  static Pane of(NoImages none) {
    return new Pane(null, null, none, true);
  }

  static Pane line(NoImages none) {
    return new Pane(null, null, none, false);
  }
}
